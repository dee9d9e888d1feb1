namespace LearnedOpt.Tasks.Data;

/// <summary>All data sets with a name.</summary>
public static class DataCatalog
{
    /// <summary>Files first, then what is embedded.</summary>
    public static IReadOnlyList<DataSetInfo> All { get; } =
    [
        new("mnist", "MNIST", DataKind.Images, "digits", ["mnist", "MNIST", "MNIST/raw", "."],
        [
            new("train-images-idx3-ubyte", 60000, "6bbc9ace898e44ae57da46a324031adb"),
            new("train-labels-idx1-ubyte", 60000, "a25bea736e30d166cdddb491f175f624"),
            new("t10k-images-idx3-ubyte", 10000, "2646ac647ad5339dbf082846283269ea"),
            new("t10k-labels-idx1-ubyte", 10000, "27ae3e4e09519cfbb04c329615203637"),
        ]),
        new("fashion-mnist", "Fashion-MNIST", DataKind.Images, "digits", ["fashion-mnist", "fashion", "FashionMNIST", "FashionMNIST/raw", "."],
        [
            new("train-images-idx3-ubyte", 60000, "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
            new("train-labels-idx1-ubyte", 60000, "9018921c3c673c538a1fc5bad174d6f9"),
            new("t10k-images-idx3-ubyte", 10000, "8181f5470baa50b63fa0f6fddb340f0a"),
            new("t10k-labels-idx1-ubyte", 10000, "15d484375f8d13e6eb1aabb0c3f46965"),
        ]),
        new("cifar-10", "CIFAR-10", DataKind.Images, "shapes", ["cifar-10-batches-bin", "cifar-10", "."],
        [
            new("data_batch_1.bin", 10000, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            new("data_batch_2.bin", 10000, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            new("data_batch_3.bin", 10000, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            new("data_batch_4.bin", 10000, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            new("data_batch_5.bin", 10000, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            new("test_batch.bin", 10000, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        ]),
        new("tinyshakespeare", "Tiny Shakespeare", DataKind.Text, "docs", ["text", "."],
        [
            new("tinyshakespeare.txt", 1115394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
        ]),
        new("wikitext-2", "WikiText-2", DataKind.Text, "docs", ["text", "."], []),
        new("digits", "synthetic digits", DataKind.Images, null, [], []),
        new("shapes", "synthetic shapes", DataKind.Images, null, [], []),
        new("docs", "the .NET reference documentation", DataKind.Text, null, [], []),
        new("grammar", "synthetic sentences", DataKind.Text, null, [], []),
    ];

    /// <summary>The data set of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DataSetInfo Get(string name) => Find(name)
        ?? throw new ArgumentException($"unknown data set '{name}'; choose one of: {string.Join(", ", All.Select(info => info.Name))}");

    internal static DataSetInfo? Find(string name) => All.FirstOrDefault(info => info.Name == name);
}
