using System;
using System.Collections.Generic;
using System.IO;
using TorchSharp.Utils;

namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Writes the type's name, two counts (LEB128), the options of each group, the state of each parameter.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var dictionary = state_dict();
        writer.Write(GetType().Name);
        TensorRecord.WriteNumber(writer, dictionary.Options.Count);
        TensorRecord.WriteNumber(writer, dictionary.State.Count);
        foreach (var options in dictionary.Options) options.SaveStateDict(writer);
        foreach (var state in dictionary.State) state.SaveStateDict(writer);
    }

    /// <exception cref="InvalidDataException">The stream holds another optimizer's state.</exception>
    /// <exception cref="ArgumentException">Another number of groups or parameters.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var name = TensorRecord.ReadName(reader);
        if (name != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        var dictionary = state_dict();
        RequireSameShape(dictionary, TensorRecord.ReadNumber(reader), TensorRecord.ReadNumber(reader));
        foreach (var options in dictionary.Options) options.LoadStateDict(reader);
        foreach (var state in dictionary.State) state.LoadStateDict(reader);
    }

    /// <summary>Copies the options and state of another optimizer of this type.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        RequireSameShape(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i]) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i]) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options);
            var places = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                places.Add(dictionary.State.Count);
                dictionary.State.Add(_state[parameter.Handle]);
            }
            dictionary.StateIndexRef.Add(places);
        }
        return dictionary;
    }

    private static void RequireSameShape(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }
}
