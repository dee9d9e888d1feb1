using System.Security.Cryptography;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// One published file: where it lies (the authors' place first, then mirrors), where it goes within the data folder, and
/// the checksum of the bytes as they are sent. An archive is unpacked next to where it would go.
/// </summary>
internal sealed record DownloadSource(string DataSet, string Target, string Hash, bool IsArchive, string[] Addresses)
{
    public static IReadOnlyList<DownloadSource> All { get; } =
    [
        Mnist("train-images-idx3-ubyte", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        Mnist("train-labels-idx1-ubyte", "d53e105ee54ea40749a09fcbcd1e9432"),
        Mnist("t10k-images-idx3-ubyte", "9fb629c4189551a2d022fa330f9573f3"),
        Mnist("t10k-labels-idx1-ubyte", "ec29112dd5afa0611ce80d1b7f02629c"),
        Fashion("train-images-idx3-ubyte", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        Fashion("train-labels-idx1-ubyte", "25c81989df183df01b3e8a0aad5dffbe"),
        Fashion("t10k-images-idx3-ubyte", "bef4ecab320f06d8554ea6380940ec79"),
        Fashion("t10k-labels-idx1-ubyte", "bb300cfdad3c16e7a12a480ee83cd310"),
        new("cifar-10", "cifar-10-batches-bin", "c32a1d4ab5d03f1284b67883e8d87530", true,
            ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"]),
        new("tinyshakespeare", "text/tinyshakespeare.txt", "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed", false,
            ["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"]),
    ];

    public bool Matches(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(Hash.Length == 32 ? MD5.HashData(content) : SHA256.HashData(content)) == Hash;

    private static DownloadSource Mnist(string file, string md5) => new("mnist", $"mnist/{file}.gz", md5, false,
        [$"https://ossci-datasets.s3.amazonaws.com/mnist/{file}.gz", $"https://storage.googleapis.com/cvdf-datasets/mnist/{file}.gz"]);

    private static DownloadSource Fashion(string file, string md5) => new("fashion-mnist", $"fashion-mnist/{file}.gz", md5, false,
        [$"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/{file}.gz", $"https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/{file}.gz"]);
}
