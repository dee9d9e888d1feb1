using System.Collections.Concurrent;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Loads each data set once and shares it: equal requests from any thread get the same objects. A failed load is not
/// remembered, so that a repaired file is found.
/// </summary>
public sealed class DataCache
{
    private readonly ConcurrentDictionary<(DataFolder, ImageRequest), Lazy<ImageSplits>> images = [];
    private readonly ConcurrentDictionary<(DataFolder, string, int), Lazy<TextData>> texts = [];
    private readonly ConcurrentDictionary<(DataFolder, string), Lazy<TextCorpus>> corpora = [];

    /// <summary>The cache of this process.</summary>
    public static DataCache Shared { get; } = new();

    /// <summary>Images, resized and standardised as <paramref name="request"/> says.</summary>
    /// <exception cref="DataException">Files are missing or damaged.</exception>
    /// <exception cref="ArgumentException">There is no image data set of that name.</exception>
    public ImageSplits Images(DataFolder folder, ImageRequest request)
    {
        ImageRequest actual = request with { Name = folder.Actual(request.Name) };
        return Once(images, (folder, actual), () => ImagePreparation.Prepare(LoadImages(folder, actual.Name), actual));
    }

    /// <summary>A text as bytes.</summary>
    /// <inheritdoc cref="Words" path="/exception"/>
    public TextData Bytes(DataFolder folder, string name) => Text(folder, name, 0);

    /// <summary>A text as words; the vocabulary of at most <paramref name="vocabularySize"/> is built from its training part.</summary>
    /// <exception cref="DataException">Files are missing or damaged.</exception>
    public TextData Words(DataFolder folder, string name, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 2);
        return Text(folder, name, vocabularySize);
    }

    internal static ByteImageSet LoadImages(DataFolder folder, string name)
    {
        DataSetInfo info = DataCatalog.Get(name);
        return info switch
        {
            { Name: "digits" } => SyntheticDigits.Create(),
            { Name: "shapes" } => SyntheticShapes.Create(),
            { Name: "cifar-10" } => CifarImages.Load(folder, info),
            { Kind: DataKind.Images } => IdxImages.Load(folder, info),
            _ => throw new ArgumentException($"data set '{name}' is a text; choose one of images: {string.Join(", ", DataCatalog.All.Where(set => set.Kind == DataKind.Images).Select(set => set.Name))}"),
        };
    }

    internal static TextCorpus LoadText(DataFolder folder, string name) => name switch
    {
        "docs" => SdkDocumentation.Load(),
        "grammar" => GrammarText.Create(),
        _ when DataCatalog.Find(name) is { Kind: DataKind.Images } => throw new ArgumentException($"data set '{name}' has images; choose a text"),
        _ when folder.Path is null => throw new ArgumentException($"unknown text '{name}'; choose one of: {string.Join(", ", DataCatalog.All.Where(set => set.Kind == DataKind.Text).Select(set => set.Name))}, or give a folder that has {name}.txt with --data"),
        _ => TextFiles.Load(folder, name),
    };

    private TextData Text(DataFolder folder, string name, int vocabularySize)
    {
        string actual = folder.Actual(name);
        return Once(texts, (folder, name, vocabularySize), () =>
        {
            TextCorpus corpus = Once(corpora, (folder, name), () => LoadCorpus(folder, name, actual));
            return new TextData(corpus, vocabularySize == 0 ? new ByteTokenizer() : WordTokenizer.Build(corpus.Train, vocabularySize));
        });
    }

    // Where the documentation only stands in for something else, its absence is no error.
    private static TextCorpus LoadCorpus(DataFolder folder, string name, string actual)
    {
        try
        {
            return LoadText(folder, actual);
        }
        catch (DataException) when (actual == "docs" && name != "docs")
        {
            return GrammarText.Create();
        }
    }

    private static TValue Once<TKey, TValue>(ConcurrentDictionary<TKey, Lazy<TValue>> cache, TKey key, Func<TValue> load)
        where TKey : notnull
    {
        Lazy<TValue> entry = cache.GetOrAdd(key, _ => new Lazy<TValue>(load));
        try
        {
            return entry.Value;
        }
        catch
        {
            cache.TryRemove(new KeyValuePair<TKey, Lazy<TValue>>(key, entry));
            throw;
        }
    }
}
