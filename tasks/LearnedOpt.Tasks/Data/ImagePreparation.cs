using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Data;

/// <summary>From stored bytes to standardised floats: grey, resize, split, standardise.</summary>
internal static class ImagePreparation
{
    // The split belongs to the data, not to a run: every run and every comparison validates on the same images.
    private static readonly CounterRandom SplitOrder = new CounterRandom(0).At("validation split");

    public static ImageSplits Prepare(ByteImageSet set, ImageRequest request)
    {
        if (request.Size is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(request), request.Size, "images must be resized to 1 .. 1024 pixels");
        if (request.ValidationFraction is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(request), request.ValidationFraction, "the share of validation images must be 0 to 1");
        int[] order = SplitOrder.Permutation(set.Test.Count);
        int held = (int)(set.Test.Count * request.ValidationFraction);
        int[] validationItems = [.. order.Take(held).Order()], testItems = [.. order.Skip(held).Order()];

        ImageData train = Convert(set, set.Train, [.. Enumerable.Range(0, set.Train.Count)], request);
        ImageData validation = Convert(set, set.Test, validationItems, request), test = Convert(set, set.Test, testItems, request);
        int plane = request.Size * request.Size;
        PixelStatistics statistics = PixelStatistics.Of(train.Pixels, train.Channels, plane);
        foreach (ImageData part in new[] { train, validation, test })
            statistics.Standardize(part.Pixels, plane);
        return new ImageSplits(train, validation, test, statistics);
    }

    private static ImageData Convert(ByteImageSet set, ByteImages images, int[] items, ImageRequest request)
    {
        int oldPlane = images.Height * images.Width, plane = request.Size * request.Size;
        int channels = request.Grey ? 1 : images.Channels;
        var pixels = new float[(long)items.Length * channels * plane];
        var resampler = new Resampler(images.Height, images.Width, request.Size, request.Size, request.Filter);
        bool same = images.Height == request.Size && images.Width == request.Size;
        const int block = 256;
        Parallel.For(0, (items.Length + block - 1) / block, chunk =>
        {
            var unit = new float[images.PixelsPerImage];
            var scratch = new float[resampler.Scratch];
            for (int i = chunk * block; i < Math.Min(items.Length, (chunk + 1) * block); i++)
            {
                Scale(images.Pixels.AsSpan(items[i] * images.PixelsPerImage, images.PixelsPerImage), unit);
                if (channels < images.Channels)
                    ToGrey(unit, oldPlane);
                for (int channel = 0; channel < channels; channel++)
                {
                    ReadOnlySpan<float> source = unit.AsSpan(channel * oldPlane, oldPlane);
                    Span<float> target = pixels.AsSpan((i * channels + channel) * plane, plane);
                    if (same)
                        source.CopyTo(target);
                    else
                        resampler.Apply(source, target, scratch);
                }
            }
        });
        int[] labels = [.. items.Select(item => (int)images.Labels[item])];
        return new ImageData(set.Name, set.Source, set.IsSynthetic, channels, request.Size, request.Size, set.Classes, pixels, labels);
    }

    private static void Scale(ReadOnlySpan<byte> bytes, Span<float> unit)
    {
        for (int i = 0; i < bytes.Length; i++)
            unit[i] = bytes[i] * (1f / 255f);
    }

    private static void ToGrey(Span<float> unit, int plane)
    {
        for (int i = 0; i < plane; i++)
            unit[i] = 0.299f * unit[i] + 0.587f * unit[plane + i] + 0.114f * unit[2 * plane + i];
    }
}
