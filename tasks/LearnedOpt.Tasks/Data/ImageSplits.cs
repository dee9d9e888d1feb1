namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The three parts of an image data set. Training uses every published training image, so that training losses compare with
/// those of others; validation and test share the published test images. All are standardised with the training part's statistics.
/// </summary>
public sealed record ImageSplits(ImageData Train, ImageData Validation, ImageData Test, PixelStatistics Statistics);
