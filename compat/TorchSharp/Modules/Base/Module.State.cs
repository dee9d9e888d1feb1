using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public partial class Module
            {
                /// <summary>The live parameters, then the persistent buffers, by name. A shared parameter appears under each of its names.</summary>
                public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
                {
                    destination ??= new Dictionary<string, Tensor>();
                    string Full(string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";
                    foreach (var (key, parameter) in named_parameters()) destination.TryAdd(Full(key), parameter);
                    foreach (var (key, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Full(key), buffer);
                    foreach (var (key, child) in named_children()) child.state_dict(destination, Full(key));
                    return destination;
                }

                /// <summary>Copies `source` into the parameters and buffers; `strict` asks for exactly the same names.</summary>
                public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                    Dictionary<string, Tensor> source, bool strict = true, IList<string> skip = null)
                {
                    var (own, skipped) = (state_dict(), skip ?? Array.Empty<string>());
                    var missing = own.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key)).ToList();
                    var unexpected = source.Keys.Where(key => !own.ContainsKey(key) && !skipped.Contains(key)).ToList();
                    if (strict && missing.Count + unexpected.Count > 0)
                        throw new InvalidOperationException(
                            $"The state does not fit '{GetName()}': missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]. Pass strict: false to load what fits.");
                    using var off = GradientsOff.Enter();
                    foreach (var (key, value) in source)
                        if (own.TryGetValue(key, out var target) && !skipped.Contains(key)) TorchSharp.Modules.Operators.Copy(target, value);
                    return (missing, unexpected);
                }

                /// <summary>Writes the number of entries, then each name with its tensor.</summary>
                public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string> skip = null)
                {
                    var kept = skip is null ? sd.ToList() : sd.Where(entry => !skip.Contains(entry.Key)).ToList();
                    TensorRecord.WriteNumber(writer, kept.Count);
                    foreach (var (key, tensor) in kept)
                    {
                        writer.Write(key);
                        TensorRecord.Write(writer, tensor);
                    }
                }

                public Module save(BinaryWriter writer, IList<string> skip = null)
                {
                    save_state_dict(writer, state_dict(), skip);
                    return this;
                }

                public Module save(string location, IList<string> skip = null)
                {
                    using var stream = File.Create(location);
                    return save(stream, skip);
                }

                /// <summary>Saves, and closes the stream.</summary>
                public Module save(Stream stream, IList<string> skip = null)
                {
                    using var writer = new BinaryWriter(stream);
                    return save(writer, skip);
                }

                /// <summary>
                /// Reads what `save` wrote. The whole stream is read and checked before anything is copied, so that a damaged one
                /// leaves the module as it was. `loadedParameters` receives, for each own name, whether it was loaded.
                /// </summary>
                public virtual Module load(BinaryReader reader, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
                {
                    var (own, skipped) = (state_dict(), skip ?? Array.Empty<string>());
                    var count = TensorRecord.ReadNumber(reader);
                    if (strict && skipped.Count == 0 && count != own.Count)
                        throw new ArgumentException($"Mismatched state: '{GetName()}' has {own.Count} entries, the stream {count}.");
                    var read = new Dictionary<string, Tensor>();
                    try
                    {
                        var names = new HashSet<string>();
                        for (long i = 0; i < count; i++)
                        {
                            var key = TensorRecord.ReadName(reader);
                            if (!names.Add(key)) throw TensorRecord.Damaged($"'{key}' appears twice");
                            ReadEntry(reader, key, own, strict, skipped, read);
                        }
                        if (strict && own.Keys.FirstOrDefault(key => !names.Contains(key) && !skipped.Contains(key)) is { } missing)
                            throw new ArgumentException($"Mismatched state: the stream has no entry '{missing}'.");
                        using var off = GradientsOff.Enter();
                        foreach (var (key, value) in read) TorchSharp.Modules.Operators.Copy(own[key], value);
                    }
                    finally
                    {
                        foreach (var value in read.Values) value.Dispose();
                    }
                    if (loadedParameters is not null)
                        foreach (var key in own.Keys) loadedParameters[key] = read.ContainsKey(key);
                    return this;
                }

                private static void ReadEntry(BinaryReader reader, string key, Dictionary<string, Tensor> own, bool strict, IList<string> skipped, Dictionary<string, Tensor> read)
                {
                    var known = own.TryGetValue(key, out var target);
                    if (!known && strict && !skipped.Contains(key))
                        throw new ArgumentException($"Mismatched state: the module has no parameter or buffer '{key}'.");
                    var (type, shape) = TensorRecord.ReadHeader(reader);
                    if (!known || skipped.Contains(key))
                    {
                        TensorRecord.SkipElements(reader, type, shape);
                        return;
                    }
                    if (type != target.dtype)
                        throw new ArgumentException($"Mismatched element type of '{key}': the module has {target.dtype}, the stream {type}.");
                    if (!shape.SequenceEqual(target.shape))
                        throw new ArgumentException($"Mismatched shape of '{key}': the module has [{string.Join(", ", target.shape)}], the stream [{string.Join(", ", shape)}].");
                    read[key] = TensorRecord.ReadElements(reader, type, shape);
                }

                public virtual Module load(string location, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
                {
                    if (!File.Exists(location)) throw new FileNotFoundException($"There is no file '{location}' to load.", location);
                    using var stream = File.OpenRead(location);
                    return load(stream, strict, skip, loadedParameters);
                }

                /// <summary>Loads, and closes the stream.</summary>
                public Module load(Stream stream, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
                {
                    using var reader = new BinaryReader(stream);
                    return load(reader, strict, skip, loadedParameters);
                }

                public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
            }
        }
    }
}
