namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The three parts of an image data set. Validation images are held out of the published training images; the test part
/// is the published one. All are standardised with the training part's statistics.
/// </summary>
public sealed record ImageSplits(ImageData Train, ImageData Validation, ImageData Test, PixelStatistics Statistics);
