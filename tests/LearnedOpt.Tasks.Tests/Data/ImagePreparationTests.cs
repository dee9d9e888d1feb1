using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class ImagePreparationTests
{
    private static readonly ByteImageSet Digits = SyntheticDigits.Create(300, 60), Shapes = SyntheticShapes.Create(100, 20);

    [Theory]
    [InlineData(28, 8, ResizeFilter.Area)]
    [InlineData(28, 8, ResizeFilter.Triangle)]
    [InlineData(32, 16, ResizeFilter.Area)]
    [InlineData(28, 13, ResizeFilter.Triangle)]
    [InlineData(8, 28, ResizeFilter.Area)]
    [InlineData(8, 28, ResizeFilter.Triangle)]
    [InlineData(5, 5, ResizeFilter.Area)]
    public void A_constant_image_stays_constant(int from, int to, ResizeFilter filter)
    {
        float[] resized = Resize(Enumerable.Repeat(0.7f, from * from).ToArray(), from, to, filter);
        Assert.All(resized, value => Assert.Equal(0.7f, value, 1e-6f));
    }

    [Theory]
    [InlineData(28, 8)]
    [InlineData(32, 16)]
    [InlineData(28, 27)]
    [InlineData(8, 28)]
    public void Resizing_by_area_keeps_the_mean(int from, int to)
    {
        float[] image = [.. Digits.Train.Pixels.Take(from * from).Select(value => value / 255f)];
        Assert.Equal(image.Average(), Resize(image, from, to, ResizeFilter.Area).Average(), 1e-6f);
    }

    [Fact]
    public void Area_averages_what_a_new_pixel_covers()
    {
        // 28 to 8 is 3.5 old pixels a new one: new pixel (0, 1) covers half of column 3, columns 4 to 6.
        var image = new float[28 * 28];
        image[0 * 28 + 3] = 1;
        image[3 * 28 + 5] = 1;
        float[] resized = Resize(image, 28, 8, ResizeFilter.Area);
        Assert.Equal((0.5f + 0.5f) / 12.25f, resized[1], 1e-6f);
        Assert.Equal(0.5f / 12.25f, resized[0], 1e-6f);
        Assert.Equal(0.5f / 12.25f, resized[9], 1e-6f);
    }

    [Fact]
    public void A_fine_pattern_becomes_grey_instead_of_aliasing()
    {
        float[] checks = [.. Enumerable.Range(0, 32 * 32).Select(i => (float)((i / 32 + i) & 1))];
        foreach (ResizeFilter filter in Enum.GetValues<ResizeFilter>())
            Assert.All(Resize(checks, 32, 8, filter), value => Assert.InRange(value, 0.45f, 0.55f));
    }

    [Fact]
    public void Triangle_keeps_a_slope()
    {
        float[] slope = [.. Enumerable.Range(0, 32 * 32).Select(i => i % 32 + 0.5f)];
        float[] resized = Resize(slope, 32, 16, ResizeFilter.Triangle);
        for (int x = 2; x < 14; x++)
            Assert.Equal(2 * x + 1, resized[5 * 16 + x], 1e-4f);
    }

    [Theory]
    [InlineData("digits", false, 1)]
    [InlineData("shapes", false, 3)]
    [InlineData("shapes", true, 1)]
    public void Training_pixels_have_mean_zero_and_variance_one_in_each_channel(string name, bool grey, int channels)
    {
        ImageSplits splits = ImagePreparation.Prepare(name == "digits" ? Digits : Shapes, new ImageRequest(name, 8, grey));
        ImageData train = splits.Train;
        Assert.Equal((channels, 8, 8, 10), (train.Channels, train.Height, train.Width, train.Classes));
        Assert.True(train.IsSynthetic);
        for (int channel = 0; channel < channels; channel++)
        {
            double[] values = [.. Enumerable.Range(0, train.Count).SelectMany(i => train.Pixels.Skip((i * channels + channel) * 64).Take(64)).Select(value => (double)value)];
            Assert.Equal(0, values.Average(), 1e-4);
            Assert.Equal(1, values.Average(value => value * value), 1e-3);
            Assert.InRange(splits.Statistics.Mean[channel], 0.05f, 0.95f);
        }
        Assert.True(Math.Abs(splits.Test.Pixels.Average()) < 0.2);
    }

    [Fact]
    public void Splits_are_disjoint_complete_and_always_the_same()
    {
        // Each image is one number, so parts can be compared as sets.
        var bytes = new ByteImages(1, 1, 1, [.. Enumerable.Range(0, 200).Select(i => (byte)i)], [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 10))]);
        var set = new ByteImageSet("numbers", "test", false, 10, bytes, bytes);
        ImageSplits splits = ImagePreparation.Prepare(set, new ImageRequest("numbers", 1, ValidationFraction: 0.25f));
        Assert.Equal((200, 50, 150), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        int[] train = Numbers(splits.Train), validation = Numbers(splits.Validation), test = Numbers(splits.Test);
        Assert.Equal(Enumerable.Range(0, 200), train);
        Assert.Equal(Enumerable.Range(0, 200), test.Concat(validation).Order());
        Assert.NotEqual(Enumerable.Range(0, 50), validation);
        Assert.All(test.Zip(splits.Test.Labels), pair => Assert.Equal(pair.First % 10, pair.Second));
        Assert.Equal(validation, Numbers(ImagePreparation.Prepare(set, new ImageRequest("numbers", 1, ValidationFraction: 0.25f)).Validation));
        Assert.Empty(ImagePreparation.Prepare(set, new ImageRequest("numbers", 1, ValidationFraction: 0)).Validation.Labels);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImagePreparation.Prepare(set, new ImageRequest("numbers", 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImagePreparation.Prepare(set, new ImageRequest("numbers", 1, ValidationFraction: 1.1f)));

        int[] Numbers(ImageData part) => [.. part.Pixels.Select(value => (int)MathF.Round((value * splits.Statistics.Deviation[0] + splits.Statistics.Mean[0]) * 255))];
    }

    [Fact]
    public void Gather_copies_images_with_their_labels()
    {
        ImageData train = ImagePreparation.Prepare(Digits, new ImageRequest("digits", 8)).Train;
        var pixels = new float[3 * 64];
        var labels = new long[3];
        train.Gather([7, 0, 7], pixels, labels);
        Assert.Equal(train.Pixels.AsSpan(7 * 64, 64), pixels.AsSpan(0, 64));
        Assert.Equal(train.Pixels.AsSpan(0, 64), pixels.AsSpan(64, 64));
        Assert.Equal([train.Labels[7], train.Labels[0], train.Labels[7]], labels);
    }

    private static float[] Resize(float[] image, int from, int to, ResizeFilter filter)
    {
        var resampler = new Resampler(from, from, to, to, filter);
        var target = new float[to * to];
        resampler.Apply(image, target, new float[resampler.Scratch]);
        return target;
    }
}
