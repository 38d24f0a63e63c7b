using Cln.Benchmarks;

// bin/bench starts this with a PostgreSQL of its own. "floor" is the process that it is held against, "host" the product as it is.
switch (args)
{
    case ["floor", var database, var url]:
        await Floor.RunAsync(database, url);
        return 0;
    case ["host", var database, var url]:
        await BenchHost.RunAsync(database, url);
        return 0;
    case [var server, ..]:
        await using (var prepared = await Prepared.StartAsync(server))
        {
            await Inside.MeasureAsync(prepared);
            await Rounds.MeasureAsync(prepared, rounds: args is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 6);
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync("bin/bench [rounds]");
        return 2;
}
