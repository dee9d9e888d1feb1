using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace LearnedOpt.Optimizers;

public sealed partial class LearnedOptimizer
{
    private LoadInProgress? _loading;

    /// <summary>Copies options and state of another optimizer of the same rule and model, all or nothing.</summary>
    /// <exception cref="ArgumentException">It is of another kind, rule or model. Nothing has changed.</exception>
    public override void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
            throw new ArgumentException(
                $"the optimizer has {own.Options.Count} groups and {own.State.Count} parameters; the state has {state_dict.Options.Count} and {state_dict.State.Count}. Was it saved with another model or other groups?");
        foreach (var options in state_dict.Options)
            if (options is not Options { Owner: { } other } || other._rule.Rule.Name != _rule.Rule.Name || other._rule.Rule.Settings != _rule.Rule.Settings)
                throw new ArgumentException($"the state must be that of a LearnedOptimizer with the rule '{_rule.Rule.Name}' and the same settings.");
        for (var i = 0; i < own.State.Count; i++)
            ((State)own.State[i]).RequireLike(state_dict.State[i]);
        base.load_state_dict(state_dict);
    }

    // A stream is read piece by piece, options first. Nothing is applied before the last piece was read and found good.
    private void Receive(Options options, OptimizerRecord record)
    {
        if (_loading is null || ReferenceEquals(options, _parameter_groups[0].Options)) _loading = new LoadInProgress();
        _loading.Options.Add((options, record));
        CommitWhenComplete();
    }

    private void Receive(State state, IReadOnlyList<byte[]> values)
    {
        if (_loading is null)
        {
            state.Apply(values);
            return;
        }

        _loading.States.Add((state, values));
        CommitWhenComplete();
    }

    private void CommitWhenComplete()
    {
        if (_loading!.Options.Count < _parameter_groups.Count || _loading.States.Count < _parameter_groups.Sum(group => group.Parameters.Count())) return;
        foreach (var (options, record) in _loading.Options) options.Apply(record);
        foreach (var (state, values) in _loading.States) state.Apply(values);
        _loading = null;
    }

    private void Guarded(Action load)
    {
        try
        {
            load();
        }
        catch (Exception fault)
        {
            _loading = null;
            if (fault is EndOfStreamException or FormatException or ArgumentOutOfRangeException) throw new InvalidDataException("the optimizer's state ends early: the file is damaged or of another model; take another one.", fault);
            throw;
        }
    }

    private sealed class LoadInProgress
    {
        public List<(Options, OptimizerRecord)> Options { get; } = [];

        public List<(State, IReadOnlyList<byte[]>)> States { get; } = [];
    }

    /// <summary>
    /// What the rule remembers of one parameter, for example its momenta. The memory is the stepper's own, so reading and
    /// writing it here is reading and writing the optimizer.
    /// </summary>
    public sealed class State : OptimizerState
    {
        // A gibibyte a block: an array holds no more than two, and a large embedding has more.
        private const int FloatsOfBlock = 1 << 28;

        private readonly LearnedOptimizer _owner;
        private readonly ParameterBinding _binding;

        internal State(LearnedOptimizer owner, Parameter parameter, ParameterBinding binding) : base(parameter) => (_owner, _binding) = (owner, binding);

        private IEnumerable<Memory<float>> Parts => _binding.Tensors.Select(tensor => _owner.Home.StateOf(tensor));

        private IEnumerable<IReadOnlyList<Memory<float>>> Blocks => Cut(Parts, FloatsOfBlock);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            foreach (var part in Parts) part.Span.Clear();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            foreach (var block in Blocks)
            {
                var values = new byte[BytesOf(block)];
                var offset = 0;
                foreach (var part in block)
                {
                    var source = MemoryMarshal.AsBytes(part.Span);
                    source.CopyTo(values.AsSpan(offset));
                    offset += source.Length;
                }

                SealedBlock.Write(writer, values);
            }
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader) => _owner.Guarded(() =>
            _owner.Receive(this, [.. Blocks.Select(block => SealedBlock.Read(reader, $"the state of '{_binding.Name}'", BytesOf(block), BytesOf(block)))]));

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            RequireLike(source);
            foreach (var (mine, theirs) in Parts.Zip(((State)source).Parts)) theirs.CopyTo(mine);
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) => other is State state && _owner._steps == state._owner._steps
            && Parts.Count() == state.Parts.Count()
            && Parts.Zip(state.Parts).All(pair => pair.First.Length == pair.Second.Length && Near(pair.First.Span, pair.Second.Span));

        internal void RequireLike(OptimizerState source)
        {
            if (source is not State other || !Parts.Select(part => part.Length).SequenceEqual(other.Parts.Select(part => part.Length)))
                throw new ArgumentException($"the state of '{_binding.Name}' must be that of a parameter of its shape under the same rule. Was it saved with another rule or model?");
        }

        internal void Apply(IReadOnlyList<byte[]> values)
        {
            foreach (var (block, read) in Blocks.Zip(values))
            {
                var offset = 0;
                foreach (var part in block)
                {
                    var target = MemoryMarshal.AsBytes(part.Span);
                    read.AsSpan(offset, target.Length).CopyTo(target);
                    offset += target.Length;
                }
            }
        }

        /// <summary>The same floats in blocks of <paramref name="most"/>, the last one of what is left; always one.</summary>
        internal static IEnumerable<IReadOnlyList<Memory<float>>> Cut(IEnumerable<Memory<float>> parts, int most)
        {
            var (block, room) = (new List<Memory<float>>(), most);
            foreach (var part in parts)
            {
                for (var rest = part; rest.Length > 0;)
                {
                    if (room == 0)
                    {
                        yield return block;
                        (block, room) = ([], most);
                    }

                    var taken = Math.Min(rest.Length, room);
                    block.Add(rest[..taken]);
                    (rest, room) = (rest[taken..], room - taken);
                }
            }

            yield return block;
        }

        private static int BytesOf(IReadOnlyList<Memory<float>> block) => sizeof(float) * block.Sum(part => part.Length);

        private static bool Near(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            for (var i = 0; i < a.Length; i++)
                if (!(MathF.Abs(a[i] - b[i]) <= 1e-6f + (1e-5f * MathF.Abs(b[i])))) return false;
            return true;
        }
    }
}
