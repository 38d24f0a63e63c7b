namespace Cln.Host.Access;

/// <summary>What an attempt came to: a value, or a refusal whose counting is committed before it is thrown.</summary>
internal readonly record struct Verdict<T>(T? Value, DomainError? Refusal)
{
    public static implicit operator Verdict<T>(T value) => new(value, Refusal: null);

    public static implicit operator Verdict<T>(DomainError refusal) => new(default, refusal);

    public T OrThrow() => Refusal is null ? Value! : throw Refusal;
}
