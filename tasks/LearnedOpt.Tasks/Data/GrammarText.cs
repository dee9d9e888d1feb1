using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The last resort: sentences of a small grammar, for machines without the SDK's documentation. It has structure to learn
/// (agreement in number, a subject that returns as a pronoun) but few words.
/// </summary>
internal static class GrammarText
{
    private const int Sentences = 6000;

    private static readonly string[] Adjectives = ["old", "quiet", "small", "bright", "heavy", "patient", "distant", "careful", "green", "broken", "early", "gentle"];
    private static readonly string[] Beings = ["teacher", "sailor", "farmer", "child", "painter", "doctor", "neighbour", "traveller", "baker", "singer"];
    private static readonly string[] Things = ["boat", "letter", "garden", "window", "river", "lamp", "book", "bridge", "stone", "basket", "clock", "road"];
    private static readonly string[] Verbs = ["find", "carry", "watch", "paint", "remember", "follow", "open", "leave", "need", "repair"];
    private static readonly string[] Places = ["near the harbour", "behind the house", "under the trees", "in the market", "across the valley", "beside the old wall"];
    private static readonly string[] Times = ["in the morning", "every winter", "after the rain", "before sunset", "on quiet days"];

    public static TextCorpus Create()
    {
        CounterRandom random = new CounterRandom(0).At("grammar");
        IEnumerable<string> lines = Enumerable.Range(0, Sentences).Select(i => Sentence(random.At((ulong)i).Sequence()));
        return TextCorpus.Interleaved("synthetic sentences", "synthetic sentences, made by this program from a small grammar", true, lines);
    }

    private static string Sentence(RandomSequence random)
    {
        bool plural = random.Chance(0.4f);
        string subject = Noun(random, Beings, plural), verb = Verb(random, plural), thing = Noun(random, Things, random.Chance(0.5f));
        string sentence = $"{(plural ? "The" : random.Chance(0.5f) ? "The" : "Every")} {subject} {verb} the {thing} {Pick(random, Places)}";
        return random.Below(4) switch
        {
            0 => $"{sentence}.",
            1 => $"{sentence} {Pick(random, Times)}.",
            2 => $"{sentence}, and then {(plural ? "they" : "it")} {Verb(random, plural)} another {Pick(random, Things)}.",
            _ => $"{Capital(Pick(random, Times))}, {char.ToLowerInvariant(sentence[0])}{sentence[1..]}, because {(plural ? "they" : "it")} {Verb(random, plural)} the {Noun(random, Things, false)}.",
        };
    }

    private static string Noun(RandomSequence random, string[] nouns, bool plural)
    {
        string noun = Pick(random, nouns);
        string form = !plural ? noun : noun == "child" ? "children" : noun + "s";
        return random.Chance(0.6f) ? $"{Pick(random, Adjectives)} {form}" : form;
    }

    private static string Verb(RandomSequence random, bool plural)
    {
        string verb = Pick(random, Verbs);
        return plural ? verb : verb.EndsWith("ch", StringComparison.Ordinal) ? verb + "es" : verb == "carry" ? "carries" : verb + "s";
    }

    private static string Pick(RandomSequence random, string[] words) => words[random.Below(words.Length)];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
