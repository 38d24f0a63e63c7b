using Cln.Host.Evolution;
using Cln.Tests.House;

namespace Cln.Tests.Evolution;

/// <summary>What a change of the schema means to the clients of before, on the smallest schemas that show it.</summary>
public sealed class SchemaComparisonTests
{
    private static readonly DateOnly today = new(2026, 11, 24);

    public static TheoryData<string, string, string> Changes => new()
    {
        // Types and roots.
        { "type Query { a: Int } type T { a: Int }", "type Query { a: Int }", "BREAKING T" },
        { "type Query { a: Int }", "type Query { a: Int } type T { a: Int }", "SAFE T" },
        { "type Query { a: Int } type T { a: Int }", "type Query { a: Int } input T { a: Int }", "BREAKING T" },
        { "scalar S", "enum S { A }", "BREAKING S" },
        { "schema { query: Q mutation: M } type Q { a: Int } type M { a: Int }", "schema { query: Q } type Q { a: Int } type M { a: Int }", "BREAKING schema.mutation" },
        { "schema { query: Q } type Q { a: Int } type R { a: Int }", "schema { query: R } type Q { a: Int } type R { a: Int }", "BREAKING schema.query" },
        { "type Query { a: Int b: Int }", "type Query { a: Int }", "BREAKING Query.b" },
        { "\"One.\" type Query { a: Int }", "\"Another.\" type Query { \"New.\" a: Int }", "" },

        // Fields.
        { "interface I { a: Int }", "interface I { a: Int b: Int }", "SAFE I.b" },
        { "type T { a: Int }", "type T { a: String }", "BREAKING T.a" },
        { "type T { a: Int }", "type T { a: Int! }", "SAFE T.a" },
        { "type T { a: Int! }", "type T { a: Int }", "BREAKING T.a" },
        { "type T { a: [Int] }", "type T { a: [Int!]! }", "SAFE T.a" },
        { "type T { a: [Int!] }", "type T { a: [Int] }", "BREAKING T.a" },
        { "type T { a: Int }", "type T { a: [Int] }", "BREAKING T.a" },
        { "interface I { a: Int } type T implements I { a: Int }", "interface I { a: Int } type T { a: Int }", "BREAKING T" },
        { "interface I { a: Int } type T { a: Int }", "interface I { a: Int } type T implements I { a: Int }", "DANGEROUS T" },

        // Arguments.
        { "type T { a(x: Int): Int }", "type T { a: Int }", "BREAKING T.a(x:)" },
        { "type T { a: Int }", "type T { a(x: Int): Int }", "DANGEROUS T.a(x:)" },
        { "type T { a: Int }", "type T { a(x: Int! = 1): Int }", "DANGEROUS T.a(x:)" },
        { "type T { a: Int }", "type T { a(x: Int!): Int }", "BREAKING T.a(x:)" },
        { "type T { a(x: Int): Int }", "type T { a(x: Int!): Int }", "BREAKING T.a(x:)" },
        { "type T { a(x: Int!): Int }", "type T { a(x: Int): Int }", "SAFE T.a(x:)" },
        { "type T { a(x: [Int!]!): Int }", "type T { a(x: [Int]): Int }", "SAFE T.a(x:)" },
        { "type T { a(x: Int): Int }", "type T { a(x: String): Int }", "BREAKING T.a(x:)" },
        { "type T { a(x: Int = 1): Int }", "type T { a(x: Int = 2): Int }", "DANGEROUS T.a(x:)" },
        { "type T { a(x: [Int] = [1, 2]): Int }", "type T { a(x: [Int] = [1,2]): Int }", "" },

        // Inputs.
        { "input I { a: Int b: Int }", "input I { a: Int }", "BREAKING I.b" },
        { "input I { a: Int }", "input I { a: Int b: Int! }", "BREAKING I.b" },
        { "input I { a: Int }", "input I { a: Int b: Int! = 1 }", "DANGEROUS I.b" },
        { "input I { a: Int }", "input I { a: Int! }", "BREAKING I.a" },
        { "input I { a: Int! }", "input I { a: Int }", "SAFE I.a" },
        { "input I { a: Int = 1 }", "input I { a: Int }", "DANGEROUS I.a" },

        // Enums and unions.
        { "enum E { A B }", "enum E { A }", "BREAKING E.B" },
        { "enum E { A }", "enum E { A B }", "DANGEROUS E.B" },
        { "type A { a: Int } type B { a: Int } union U = A | B", "type A { a: Int } type B { a: Int } union U = A", "BREAKING U" },
        { "type A { a: Int } type B { a: Int } union U = A", "type A { a: Int } type B { a: Int } union U = A | B", "DANGEROUS U" },

        // Directives.
        { "directive @d on FIELD type Q { a: Int }", "type Q { a: Int }", "BREAKING @d" },
        { "type Q { a: Int }", "directive @d on FIELD type Q { a: Int }", "SAFE @d" },
        { "directive @d on FIELD | QUERY", "directive @d on FIELD", "BREAKING @d" },
        { "directive @d on FIELD", "directive @d on FIELD | QUERY", "SAFE @d" },
        { "directive @d repeatable on FIELD", "directive @d on FIELD", "BREAKING @d" },
        { "directive @d(x: Int) on FIELD", "directive @d on FIELD", "BREAKING @d(x:)" },
        { "directive @d on FIELD", "directive @d(x: Int!) on FIELD", "BREAKING @d(x:)" },
        { "directive @d on FIELD", "directive @d(x: Int) on FIELD", "SAFE @d(x:)" },

        // Deprecations, and what comes of them.
        { "type T { a: Int b: Int }", "type T { a: Int b: Int @deprecated(reason: \"Use a.\") }", "SAFE T.b" },
        { "type T { a: Int b: Int @deprecated(reason: \"Use a.\") }", "type T { a: Int b: Int }", "SAFE T.b" },
        { "type T { a: Int b: Int @deprecated(reason: \"Use a.\") }", "type T { a: Int b: Int @deprecated(reason: \"Use a!\") }", "SAFE T.b" },
        { "enum E { A B }", "enum E { A B @deprecated }", "SAFE E.B" },
        { "input I { a: Int b: Int }", "input I { a: Int b: Int @deprecated }", "SAFE I.b" },
        { "type T { a(x: Int): Int }", "type T { a(x: Int @deprecated): Int }", "SAFE T.a(x:)" },
        { "type T { a: Int b: Int @deprecated(reason: \"Use a.\") }", "type T { a: Int }", "BREAKING T.b" },
        { "type T { a: Int b: Int @deprecated(reason: \"Use a. Will be removed after 2026-11-24.\") }", "type T { a: Int }", "BREAKING T.b" },
        { "type T { a: Int b: Int @deprecated(reason: \"Use a. Will be removed after 2026-11-23.\") }", "type T { a: Int }", "DANGEROUS T.b" },
        { "enum E { A B @deprecated(reason: \"Use A. Will be removed after 2026-11-23.\") }", "enum E { A }", "DANGEROUS E.B" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_named_with_its_path_and_what_it_means(string before, string now, string expected) =>
        Assert.Equal(expected, string.Join(", ", SchemaComparison.Of(before, now, today).Select(change => $"{change.Impact.ToString().ToUpperInvariant()} {change.Path}")));

    [Fact]
    public void Several_changes_are_a_line_each_what_breaks_first() => Assert.Equal(
        """
        BREAKING   Query.b: The field was removed, though it was promised until 2027-06-01.
        DANGEROUS  E.B: The value is new, and may be answered.
        SAFE       Query.c: The field is new: E.
        """,
        string.Join('\n', SchemaComparison.Of(
            "type Query { a: Int b: Int @deprecated(reason: \"Use a. Will be removed after 2027-06-01.\") } enum E { A }", "type Query { a: Int c: E } enum E { A B }", today)),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void The_released_schema_has_not_changed_since_it_was_released_and_the_page_says_what_the_log_says()
    {
        var released = Checkout.Read("docs/schema/released.graphql");
        Assert.Empty(SchemaComparison.Of(released, released, today));
        Assert.Equal(ApiChangeLog.Parse(Checkout.Read("docs/schema/changes.json")).ToPage(), Checkout.Read("docs/api-changelog.md"));
        Assert.Equal(Checkout.Read("docs/schema/changes.json"), ApiChangeLog.Released.ToString());
    }
}
