namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Loads CIFAR-10 in its binary version: records of one label byte and 3 x 32 x 32 pixel bytes, five training files and
/// a test file. Fewer or shorter files are taken as a subset.
/// </summary>
internal static class CifarImages
{
    private const int Size = 32, Pixels = 3 * Size * Size, Record = 1 + Pixels, Classes = 10;

    public static ByteImageSet Load(DataFolder data, DataSetInfo info)
    {
        string folder = data.RequireFolder(info);
        var provenance = new Provenance(info, folder);
        var found = new List<(string Path, OfficialFile File)>();
        foreach (OfficialFile file in info.Files)
        {
            if (DataFolder.FindFile(folder, file) is { } path)
                found.Add((path, file));
            else
                provenance.Miss();
        }
        OfficialFile testFile = info.Files[^1];
        if (found.Count < 2 || found[^1].File != testFile)
        {
            OfficialFile missing = found.Count == 0 || found[^1].File != testFile ? testFile : info.Files[0];
            throw new DataException(Path.Combine(folder, missing.Name), "this file", "nothing", "complete the folder (binary version of CIFAR-10)");
        }
        List<(byte[] Content, string Path, OfficialFile File)> read = [.. found.Select(file => (FileContent.Read(file.Path), file.Path, file.File))];
        foreach ((byte[] content, string path, _) in read)
            CheckRecords(path, content);

        // Only a complete set can be the official one; pieces are a subset whatever their checksums.
        if (found.Count == info.Files.Count)
            read.ForEach(file => provenance.Check(file.Path, file.File, file.Content.Length / Record, file.Content));
        ByteImages train = Images(read.SkipLast(1).Select(file => file.Content)), test = Images([read[^1].Content]);
        return new ByteImageSet(info.Title, provenance.Describe(train.Count, test.Count), false, Classes, train, test);
    }

    private static void CheckRecords(string path, byte[] content)
    {
        if (content.Length == 0 || content.Length % Record != 0)
        {
            throw new DataException(path, $"whole records of {Record} bytes (label and 3 x 32 x 32 pixels)", $"{content.Length} bytes",
                "fetch or copy the file again (binary version of CIFAR-10)");
        }
        for (int i = 0; i < content.Length; i += Record)
        {
            if (content[i] >= Classes)
                throw new DataException(path, $"labels 0 to {Classes - 1}", $"{content[i]} in record {i / Record}", "fetch or copy the file again (binary version of CIFAR-10)");
        }
    }

    private static ByteImages Images(IEnumerable<byte[]> contents)
    {
        byte[][] all = [.. contents];
        int count = all.Sum(content => content.Length / Record), next = 0;
        var pixels = new byte[(long)count * Pixels];
        var labels = new byte[count];
        foreach (byte[] content in all)
        {
            for (int i = 0; i < content.Length; i += Record, next++)
            {
                labels[next] = content[i];
                content.AsSpan(i + 1, Pixels).CopyTo(pixels.AsSpan(next * Pixels));
            }
        }
        return new ByteImages(3, Size, Size, pixels, labels);
    }
}
