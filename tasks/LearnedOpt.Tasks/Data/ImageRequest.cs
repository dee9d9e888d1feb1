namespace LearnedOpt.Tasks.Data;

/// <summary>What a task wants of an image data set; equal requests share one copy in memory.</summary>
/// <param name="Name">A name in <see cref="DataCatalog"/>.</param>
/// <param name="Size">Height and width to which images are resized.</param>
/// <param name="Grey">True turns colours into grey (Rec. 601 luma: 0.299, 0.587, 0.114).</param>
/// <param name="ValidationFraction">Share of the published test images that is taken for validation, from 0 to 1.</param>
/// <param name="Filter">How images are resized.</param>
public sealed record ImageRequest(string Name, int Size, bool Grey = false, float ValidationFraction = 0.5f, ResizeFilter Filter = ResizeFilter.Area);
