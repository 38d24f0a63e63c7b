using Cln.Invoices.Pdf;
using CsCheck;

namespace Cln.Tests.Invoices;

public sealed class SheetsTests
{
    private static readonly Sheets pages = new(First: 500, Further: 650, Carried: 24, Closing: 80);

    [Fact]
    public void What_fits_is_one_page() => Assert.Equal([0..21], pages.Split(Rows(21)));

    [Fact]
    public void The_total_takes_a_row_along_when_it_needs_a_page() => Assert.Equal([0..21, 21..22], pages.Split(Rows(22)));

    [Fact]
    public void A_heading_that_leaves_no_room_for_a_row_has_the_first_page_for_itself() =>
        Assert.Equal([0..0, 0..1], new Sheets(First: 60, Further: 650, Carried: 24, Closing: 80).Split(Rows(1)));

    [Fact]
    public void Every_row_is_on_one_page_and_every_page_holds_what_is_on_it() =>
        Gen.Float[15, 120].Array[1, 300].Sample(rows =>
        {
            var split = pages.Split(rows);
            Assert.Equal(rows.Length, split.Sum(page => page.GetOffsetAndLength(rows.Length).Length));
            Assert.Equal(0, split[0].Start.Value);
            foreach (var (index, page) in split.Index())
            {
                var (from, count) = page.GetOffsetAndLength(rows.Length);
                var last = index == split.Count - 1;
                var height = rows.AsSpan(from, count).ToArray().Sum() + (index > 0 ? pages.Carried : 0) + (last ? pages.Closing : pages.Carried);
                Assert.True(height <= (index == 0 ? pages.First : pages.Further) + 0.01f);
                Assert.True(count > 0);
                if (index > 0) Assert.Equal(split[index - 1].End, page.Start);
            }
        });

    private static float[] Rows(int count) => [.. Enumerable.Repeat(20f, count)];
}
