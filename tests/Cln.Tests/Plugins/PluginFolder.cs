using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Cln.Tests;

/// <summary>A folder of plug-ins for one test: the sample, and small ones made on the spot.</summary>
internal sealed class PluginFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cln-plugins-").FullName;

    /// <summary>Where the sample plug-in's project is built to.</summary>
    public static string Sample => System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "../../../plugins"));

    public string AssemblyOf(string plugin)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, plugin));
        return System.IO.Path.Combine(Path, plugin, plugin + ".dll");
    }

    /// <summary>Copies the sample, as if its author had built it against another version of Abstractions.</summary>
    public void AddSampleBuiltAgainst(Version version)
    {
        var image = File.ReadAllBytes(System.IO.Path.Combine(Sample, "Notes", "Notes.dll"));
        using var file = new PEReader(new MemoryStream(image));
        var metadata = file.GetMetadataReader();
        var reference = metadata.AssemblyReferences.Single(row => metadata.GetString(metadata.GetAssemblyReference(row).Name) == "Cln.Abstractions");
        var row = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef) +
            (MetadataTokens.GetRowNumber(reference) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef);
        BitConverter.TryWriteBytes(image.AsSpan(row), (ushort)version.Major);
        BitConverter.TryWriteBytes(image.AsSpan(row + 2), (ushort)version.Minor);
        File.WriteAllBytes(AssemblyOf("Notes"), image);
    }

    /// <summary>Makes a plug-in with one module of this name, or one whose constructor throws.</summary>
    public void AddModule(string plugin, string name, string? failure = null)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(plugin), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(plugin).DefineType("TheModule", TypeAttributes.Public, typeof(object), [typeof(IModule)]);

        var constructor = module.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        if (failure is null)
        {
            constructor.Emit(OpCodes.Ret);
        }
        else
        {
            constructor.Emit(OpCodes.Ldstr, failure);
            constructor.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
            constructor.Emit(OpCodes.Throw);
        }

        var getName = module.DefineMethod("get_Name", MethodAttributes.Public | MethodAttributes.Virtual, typeof(string), []);
        getName.GetILGenerator().Emit(OpCodes.Ldstr, name);
        getName.GetILGenerator().Emit(OpCodes.Ret);
        module.CreateType();
        assembly.Save(AssemblyOf(plugin));
    }

    /// <summary>Makes a plug-in with a class whose base class is in an assembly that isn't there.</summary>
    public void AddWithoutItsLibrary(string plugin)
    {
        var library = new PersistedAssemblyBuilder(new AssemblyName("Their.Library"), typeof(object).Assembly);
        var parent = library.DefineDynamicModule("Their.Library").DefineType("Parent", TypeAttributes.Public);
        parent.CreateType();
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(plugin), typeof(object).Assembly);
        assembly.DefineDynamicModule(plugin).DefineType("Child", TypeAttributes.Public, parent).CreateType();
        assembly.Save(AssemblyOf(plugin));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
