using System.Text;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class TextTests : IDisposable
{
    private static readonly byte[] Story = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"Line {i}: the cat's mat, the façade.\n")));

    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Bytes_are_tokens_and_the_parts_make_up_the_text()
    {
        data.Write("text/story.txt", Story);
        TextData text = new DataCache().Bytes(data.Folder, "story");
        Assert.Equal(256, text.VocabularySize);
        Assert.Equal(Story.Select(b => (int)b), text.Train.Concat(text.Validation).Concat(text.Test));
        Assert.InRange(text.Train.Length / (double)Story.Length, 0.89, 0.92);
        Assert.Equal('\n', text.Train[^1]);
        Assert.Equal('\n', text.Validation[^1]);
        Assert.StartsWith("Line 0: the cat's mat, the façade.\nLine 1", text.Tokenizer.Decode(text.Train));
        Assert.Equal($"story ({Story.Length} bytes of story.txt)", text.Source);
    }

    [Fact]
    public void Words_are_ordered_by_count_then_ordinally_and_the_rest_is_unknown()
    {
        WordTokenizer tokenizer = WordTokenizer.Build("b a b c a b\n\n  Zoo's don't, zoo 12 <unk> b'"u8, 7);
        Assert.Equal("words-7", tokenizer.Name);
        Assert.Equal(7, tokenizer.VocabularySize);

        // b 4, a 2, then one each: newline, apostrophe, comma, "12" in ordinal order.
        Assert.Equal("<unk> b a \n ' , 12", tokenizer.Decode([0, 1, 2, 3, 4, 5, 6]));
        Assert.Equal([1, 2, 0, 3, 0, 5, 6, 0], tokenizer.Encode("b a Zoo's \n \n\n don't , 12 <unk>"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => WordTokenizer.Build("a"u8, 1));
    }

    [Fact]
    public void A_vocabulary_comes_from_the_training_part_alone()
    {
        data.Write("text/parts.train.txt", Story);
        data.Write("text/parts.valid.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("unheard words, ", 100))));
        data.Write("text/parts.test.txt", Story);
        TextData text = new DataCache().Words(data.Folder, "parts", 50);
        Assert.Equal(50, text.VocabularySize);
        Assert.Equal([0, 0], text.Validation.Take(2));
        Assert.Equal(text.Train, text.Test);
        Assert.Contains("its own training, validation and test parts", text.Source);
        File.Delete(Path.Combine(data.Path, "text/parts.train.txt"));
        Assert.Contains("a subset (only the parts valid, test;", new DataCache().Words(data.Folder, "parts", 50).Source);
    }

    [Fact]
    public void Windows_are_gathered_from_any_start()
    {
        var batch = new long[6];
        TextData.Gather([10, 11, 12, 13, 14], [2, 0], 3, batch);
        Assert.Equal([12, 13, 14, 10, 11, 12], batch);
        Assert.Throws<ArgumentOutOfRangeException>(() => TextData.Gather([10, 11, 12], [1], 3, batch));
    }

    [Fact]
    public void Unfit_files_are_named()
    {
        data.Write("text/other.txt", Story);
        Refused("found only other.txt; fetch or add it, or leave out --data");
        data.Write("text/tinyshakespeare.txt", "too short"u8.ToArray());
        Refused("expected a text of at least 1000 bytes, found 9; choose a longer text");
        data.Write("text/tinyshakespeare.txt", [.. Story, 0xFF]);
        Refused("expected a text in UTF-8, found other bytes");
        data.Write("text/tinyshakespeare.txt", [0xEF, 0xBB, 0xBF, .. Story]);
        TextData text = new DataCache().Bytes(data.Folder, "tinyshakespeare");
        Assert.Equal('L', text.Train[0]);
        Assert.Equal($"Tiny Shakespeare, not the official file ({Story.Length} bytes)", text.Source);

        void Refused(string reason) =>
            Assert.Contains(reason, Assert.Throws<DataException>(() => new DataCache().Bytes(data.Folder, "tinyshakespeare")).Message);
    }

    [Fact]
    public void Names_do_not_lead_out_of_the_folder()
    {
        data.Write("secret.txt", Story);
        Directory.CreateDirectory(Path.Combine(data.Path, "inner"));
        DataFolder inner = DataFolder.Resolve(Path.Combine(data.Path, "inner"), null);
        Assert.Throws<DataException>(() => new DataCache().Bytes(inner, "../secret"));
        Assert.False(inner.Has("../secret"));
    }

    [Fact]
    public void The_grammar_makes_the_same_sentences_always()
    {
        TextCorpus text = GrammarText.Create();
        Assert.Equal(text.Train, GrammarText.Create().Train);
        Assert.True(text.IsSynthetic);
        Assert.InRange(text.Train.Length, 300_000, 600_000);
        Assert.All(Encoding.UTF8.GetString(text.Validation).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^[A-Z][a-z ,]+\\.$", line));
    }

    [Fact]
    public void Documentation_is_stripped_to_prose()
    {
        const string xml = """
            <?xml version="1.0"?><doc><members><member name="T:A"><summary>Adds the <paramref name="item" /> to a <see cref="T:System.Collections.Generic.List`1" />
              , or calls <see cref="M:System.Object.Equals(System.Object)" />.</summary><typeparam name="T" /><returns>short one.</returns>
              <remarks><para>Returns <see langword="null" /> if there is no more work to do.</para></remarks><remarks>x = _mm_add(a[0], b{1}); y = 3; z = (4 + 5) * 6 ** 7.</remarks>
              <param name="b">Returns null if there is no more work to do.</param></member></members></doc>
            """;
        data.Write("packs/Microsoft.NETCore.App.Ref/9.0.3/ref/net9.0/Old.xml", "<doc/>"u8.ToArray());
        data.Write("packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/System.A.xml", Encoding.UTF8.GetBytes(xml));
        data.Write("packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/System.B.xml", "<doc><summary>This file is broken off in the mid"u8.ToArray());
        TextCorpus text = SdkDocumentation.Load(data.Path);
        Assert.Equal("Adds the item to a List, or calls Equals.\nReturns null if there is no more work to do.\n", Encoding.UTF8.GetString(text.Train));
        Assert.Contains(".NET 10.0.0", text.Source);
    }

    [Fact]
    public void Missing_documentation_is_an_error_only_when_asked_for()
    {
        Assert.Contains("expected the .NET SDK's reference documentation (packs/Microsoft.NETCore.App.Ref), found none; install the .NET SDK, or give a text with --data",
            Assert.Throws<DataException>(() => SdkDocumentation.Load(data.Path)).Message);

        // Stands in for Tiny Shakespeare: the documentation where the SDK is there, sentences of the grammar elsewhere.
        TextData text = new DataCache().Bytes(DataFolder.Embedded, "tinyshakespeare");
        Assert.Contains(text.Name, new[] { "the .NET reference documentation", "synthetic sentences" });
        Assert.True(text.Train.Length > 300_000);
        Assert.True(text.Validation.Length > 10_000);
    }

    [Fact]
    public void The_texts_beside_the_repository_are_read_where_present()
    {
        DataFolder? shared = DataFixture.Shared();
        if (shared is null || !shared.Has("tinyshakespeare"))
            return;
        TextData text = new DataCache().Words(shared, "tinyshakespeare", 1000);
        Assert.Contains("official file (1115394 bytes)", text.Source);
        Assert.Equal(1000, text.VocabularySize);
        Assert.True(new DataCache().Bytes(shared, "wikitext-2").Train.Length > 2_000_000);
    }
}
