using System.Text.Json;

namespace Cln.Tests.Limits;

/// <summary>Requests that ask for too much, or that no two programs read alike, and how each is refused.</summary>
internal static class Corpus
{
    /// <summary>A request, the code that refuses it, its status over HTTP, and the code that a socket is closed with where there is nothing to answer.</summary>
    internal sealed record Case(string Name, string Body, string Code, int Status = 400, int? Close = null);

    public static readonly IReadOnlyList<Case> All =
    [
        .. new[] { 20, 23, 40 }.Select(levels => Document($"a fan of fragments over {levels} levels", Fan(levels), "TOO_MANY_REPEATS")),
        Document("one fragment in 50 places", "{ me { x { " + string.Join(' ', Enumerable.Range(0, 50).Select(i => $"p{i} {{ ...F }}")) + " } } } fragment F on Nothing { " + string.Join(' ', Enumerable.Range(0, 150).Select(i => $"f{i}")) + " }", "DOCUMENT_TOO_LARGE"),
        Document("a fragment that spreads itself", "{ ...F } fragment F on Query { me { id } ...G } fragment G on Query { ...F }", "FRAGMENT_CYCLE"),
        Document("a fragment that nothing spreads, and that spreads itself", "{ __typename } fragment F on Query { ...F }", "FRAGMENT_CYCLE"),
        Document("fewer than no rows beside many", "{ ipLicenses(first: 100) { nodes { ip } } n: ipLicenses(first: -1000000) { nodes { ip } } }", "PAGE_OUT_OF_RANGE"),
        Document("no rows", "{ ipLicenses(first: 0) { nodes { ip } } }", "PAGE_OUT_OF_RANGE"),
        Document("rows beyond every number", "{ ipLicenses(first: 99999999999999999999) { nodes { ip } } }", "UNAUTHENTICATED"),
        Document("20 unknown fields with names that are nearly known", "{ me { " + string.Join(' ', Enumerable.Range(0, 20).Select(i => $"login{i}")) + " } }", "FIELDS_ON_CORRECT_TYPE"),
        Document("a list of no said length within another", "{ serverAccounts(first: null) { nodes { keys(first: null) { nodes { token usage } } } } }", "DOCUMENT_TOO_COSTLY"),
        Document("lists within lists within lists", "{ serverAccounts(first: 100) { nodes { keys(first: 100) { nodes { servers(first: 100) { nodes { hostname } } } } } } }", "DOCUMENT_TOO_COSTLY"),
        Sent("rows from a variable", "query($n: Int) { serverAccounts(first: $n) { nodes { keys(first: $n) { nodes { token } } } } }", """{"n":100}""", "DOCUMENT_TOO_COSTLY"),
        Sent("fewer than no rows from a variable", "query($n: Int) { ipLicenses(first: $n) { nodes { ip } } }", """{"n":-5}""", "PAGE_OUT_OF_RANGE"),
        Document("4,000 directives in one place", "{ __typename " + Times("@aa ", 4000) + "}", "DOCUMENT_TOO_LARGE"),
        Document("5 directives in one place", "{ __typename " + Times("@skip(if: false) ", 5) + "}", "TOO_MANY_DIRECTIVES"),
        Document("directives in many places", "{ me { x { " + string.Join(' ', Enumerable.Range(0, 60).Select(i => $"f{i} @skip(if: false)")) + " } } }", "TOO_MANY_DIRECTIVES"),
        Document("2,000 unknown fields", "{ " + string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"unknown{i}")) + " }", "DOCUMENT_TOO_LARGE"),
        Document("1,900 unknown fields of an object", "{ me { " + string.Join(' ', Enumerable.Range(0, 1900).Select(i => $"logins{i}")) + " } }", "TOO_MANY_MISTAKES"),
        Document("20,000 levels of lists", "{ nodes(ids: " + Times("[", 20_000) + Times("]", 20_000) + ") { id } }", "DOCUMENT_TOO_LARGE"),
        Document("20,000 levels of fields", Times("{a", 20_000) + Times("}", 4000), "DOCUMENT_TOO_LARGE"),
        Document("15,000 levels of objects", "{ ipLicenses(where: " + Times("{a:", 15_000) + ") { totalCount } }", "DOCUMENT_TOO_LARGE"),
        Document("200 levels of fields", Times("{a", 200) + Times("}", 200), "DOCUMENT_TOO_DEEP"),
        Document("200 levels of lists", "{ nodes(ids: " + Times("[", 200) + Times("]", 200) + ") { id } }", "DOCUMENT_TOO_DEEP"),
        Document("17 levels of lists", "{ nodes(ids: " + Times("[", 17) + Times("]", 17) + ") { id } }", "DOCUMENT_TOO_DEEP"),
        Document("17 levels of objects", "{ ipLicenses(where: " + Times("{ and: ", 17) + "1" + Times(" }", 17) + ") { totalCount } }", "DOCUMENT_TOO_DEEP"),
        Document("11 levels of fields", "{ reseller { a { b { c { d { e { f { g { h { i { j } } } } } } } } } } }", "DOCUMENT_TOO_DEEP"),
        Document("16 levels of introspection", "{ __type(name: \"Query\") " + Times("{ ofType ", 15) + "{ name }" + Times(" }", 15) + " }", "DOCUMENT_TOO_DEEP"),
        Document("types of fields of types of fields", "{ __schema { types { fields { type { fields { type { name } } } } } } }", "DOCUMENT_TOO_DEEP"),
        Document("types of fields of types of fields through a fragment", "{ ... on Query { __type(name: \"Query\") { ...T } } } fragment T on __Type { fields { type { ... on __Type { fields { name } } } } }", "DOCUMENT_TOO_DEEP"),
        Document("1,000 aliases", "{ " + string.Join(' ', Enumerable.Range(0, 600).Select(i => $"a{i}: __typename")) + " }", "TOO_MANY_ALIASES"),
        Document("16 aliases through fragments", "{ " + string.Join(' ', Enumerable.Range(0, 8).Select(i => $"a{i}: me {{ ...F }}")) + " } fragment F on Viewer { b: login }", "TOO_MANY_ALIASES"),
        Document("1,001 operations", string.Join(' ', Enumerable.Range(0, 1001).Select(i => $"query Q{i} {{ __typename }}")), "DOCUMENT_TOO_LARGE"),
        Document("11 operations", string.Join(' ', Enumerable.Range(0, 11).Select(i => $"query Q{i} {{ __typename }}")), "DOCUMENT_TOO_LARGE"),
        Document("51 fragments", "{ __typename } " + string.Join(' ', Enumerable.Range(0, 51).Select(i => $"fragment F{i} on Query {{ __typename }}")), "DOCUMENT_TOO_LARGE"),
        Document("101 variables", "query(" + string.Join(' ', Enumerable.Range(0, 101).Select(i => $"$v{i}: Int")) + ") { __typename }", "DOCUMENT_TOO_LARGE"),
        Document("one object 2,000 times", "{ " + Times("me{id}", 2000) + " }", "DOCUMENT_TOO_LARGE"),
        Document("one object 400 times", "{ reseller { " + Times("tier{name}", 400) + " } }", "TOO_MANY_REPEATS"),
        Document("one scalar 21 times", "{ me { " + Times("login ", 21) + "} }", "TOO_MANY_REPEATS"),
        Document("one scalar 21 times by objects that merge", "{ " + Times("me { " + Times("login ", 7) + "} ", 3) + "}", "TOO_MANY_REPEATS"),
        Document("inline fragments, 60 in 60", "{ " + Times("...{" + Times("...{__typename}", 60) + "}", 60) + "}", "DOCUMENT_TOO_LARGE"),
        Document("inline fragments, 15 in 15", "{ " + Times("... on Query { " + Times("... on Query { __typename } ", 15) + "} ", 15) + "}", "TOO_MANY_REPEATS"),
        Document("21 fields of a query", "{ " + string.Join(' ', Enumerable.Range(0, 21).Select(i => $"f{i}")) + " }", "TOO_MANY_ROOT_FIELDS"),
        Document("6 fields of a mutation", "mutation { " + string.Join(' ', Enumerable.Range(0, 6).Select(i => $"f{i}")) + " }", "TOO_MANY_ROOT_FIELDS"),
        Document("2 fields of a subscription", "subscription { balanceChanged { amount } ipLicensesChanged { __typename } }", "TOO_MANY_ROOT_FIELDS"),
        Document("two guesses of a password", "mutation { a: signIn(input: { login: \"a\", password: \"b\" }) { session { token } } ...B } fragment B on Mutation { signIn(input: { login: \"a\", password: \"c\" }) { session { token } } }", "ONCE_PER_REQUEST"),
        Document("a letter by NUL", "{ __typename } \0", "INVALID_JSON", close: 4400),
        Document("a letter of another alphabet", "{ __typen\u0430me }", "SYNTAX_ERROR"),
        Document("a text of 1,001 letters", "{ ipLicenses(search: \"" + new string('x', 1001) + "\") { totalCount } }", "UNAUTHENTICATED"),
        Document("comments of a megabyte", new string('#', 1024 * 1024) + "\n{ __typename }", "REQUEST_TOO_LARGE", 413, 1009),
        new("an array of operations", """[{"query":"{ __typename }"},{"query":"{ __typename }"}]""", "BATCHING_NOT_SUPPORTED", Close: 4400),
        new("a key twice", """{"query":"{ __typename }","query":"{ me { id } }"}""", "INVALID_JSON", Close: 4400),
        new("a key twice in the variables", """{"query":"{ __typename }","variables":{"a":1,"a":2}}""", "INVALID_JSON", Close: 4400),
        new("a number beyond numbers", """{"query":"{ __typename }","variables":{"a":1e400}}""", "INVALID_JSON", Close: 4400),
        new("half of a pair", """{"query":"{ __typename }","variables":{"a":"\ud800"}}""", "INVALID_JSON", Close: 4400),
        new("17 levels of JSON", """{"query":"{ __typename }","variables":{"a":""" + Times("[", 15) + Times("]", 15) + "}}", "INVALID_JSON", Close: 4400),
    ];

    private static Case Document(string name, string query, string code, int status = 400, int? close = null) => new(name, JsonSerializer.Serialize(new { query }), code, status, close);

    private static Case Sent(string name, string query, string variables, string code) => new(name, $$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}""", code);

    private static string Fan(int levels) =>
        "{ ...F0 } " + string.Join(' ', Enumerable.Range(0, levels).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}")) + $" fragment F{levels} on Query {{ __typename }}";

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
