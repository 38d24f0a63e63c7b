using System.Reflection;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cln.Host.Data;

/// <summary>Contexts share a model when they are composed of the same assemblies, not merely because they are of one type.</summary>
internal sealed class CompositionKeys : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => new Key([.. ((ClnDbContext)context).Mappings.Assemblies], designTime);

    private sealed class Key(Assembly[] assemblies, bool designTime) : IEquatable<Key>
    {
        private readonly Assembly[] assemblies = assemblies;
        private readonly bool designTime = designTime;

        public bool Equals(Key? other) => other is not null && designTime == other.designTime && assemblies.AsSpan().SequenceEqual(other.assemblies);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(designTime);
            foreach (var assembly in assemblies) hash.Add(assembly);
            return hash.ToHashCode();
        }
    }
}
