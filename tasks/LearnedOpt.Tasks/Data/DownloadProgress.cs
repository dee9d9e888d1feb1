namespace LearnedOpt.Tasks.Data;

/// <summary>How far a download is; <paramref name="Total"/> is null where the server does not say.</summary>
public readonly record struct DownloadProgress(string File, long Bytes, long? Total);
