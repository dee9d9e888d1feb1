namespace LearnedOpt.Tasks.Data;

/// <summary>Loads MNIST and what is distributed in its format (Fashion-MNIST): four IDX files, plain or gzip.</summary>
internal static class IdxImages
{
    private const int Classes = 10;

    public static ByteImageSet Load(DataFolder data, DataSetInfo info)
    {
        string folder = data.RequireFolder(info);
        var provenance = new Provenance(info, folder);
        ByteImages train = Pair(provenance, folder, info.Files[0], info.Files[1]);
        ByteImages test = Pair(provenance, folder, info.Files[2], info.Files[3]);
        if ((train.Height, train.Width) != (test.Height, test.Width))
        {
            throw new DataException(folder, "training and test images of one size", $"{train.Height} x {train.Width} and {test.Height} x {test.Width}",
                "put files of one data set into one folder");
        }
        return new ByteImageSet(info.Title, provenance.Describe(train.Count, test.Count), false, Classes, train, test);
    }

    private static ByteImages Pair(Provenance provenance, string folder, OfficialFile imageFile, OfficialFile labelFile)
    {
        IdxFile images = Read(folder, imageFile, rank: 3), labels = Read(folder, labelFile, rank: 1);
        if (images.Shape[0] != labels.Shape[0])
            throw new DataException(labels.Path, $"{images.Shape[0]} labels, one for each image", labels.Shape[0].ToString(), "put files of one data set into one folder");
        int wrong = labels.Elements.IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (wrong >= 0)
            throw new DataException(labels.Path, $"labels 0 to {Classes - 1}", $"{labels.Elements[wrong]} for image {wrong}", "fetch or copy the file again");
        provenance.Check(images.Path, imageFile, images.Shape[0], images.Content);
        provenance.Check(labels.Path, labelFile, labels.Shape[0], labels.Content);
        return new ByteImages(1, images.Shape[1], images.Shape[2], images.Elements.ToArray(), labels.Elements.ToArray());
    }

    private static IdxFile Read(string folder, OfficialFile file, int rank) => IdxFile.Read(
        DataFolder.FindFile(folder, file) ?? throw new DataException(Path.Combine(folder, file.Name), "this file, plain or .gz", "nothing", "complete the folder"), rank);
}
