using DuckDB.NET.Data;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Runs one operation to its end; whatever happens, the operation has one.</summary>
internal sealed class QueryRunner(Database database, WorkerCatalogue catalogue, TimeProvider time)
{
    private static readonly TimeSpan _interruptEvery = TimeSpan.FromMilliseconds(20);

    public async Task RunAsync(Operation operation, Task settled)
    {
        var start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(operation.Order.TimeLimitMilliseconds), time);
        var (code, detail) = await AttemptAsync(operation, settled, limit.Token);
        operation.End(time.GetElapsedTime(start), code, detail, time.GetUtcNow());
    }

    private async Task<(string? Code, string? Detail)> AttemptAsync(Operation operation, Task settled, CancellationToken limit)
    {
        try
        {
            var analysis = await catalogue.ReadyAsync(operation.Order.Analysis, settled);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(operation.Cancel.Token, limit);
            await QueryAsync(operation, analysis, stop.Token);
            return (null, null);
        }
        catch (SourceException exception)
        {
            return ("source_unavailable", exception.Message);
        }
        catch (ResultException exception)
        {
            return (exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return ("unsupported_value", $"A date or time of the result lies outside the years 1 to 9999, which JSON rows can't tell; cast it in the body. {exception.Message}");
        }
        catch (Exception) when (operation.Cancel.IsCancellationRequested)
        {
            return (EndedMessage.Cancelled, "It was cancelled.");
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return ("time_limit", $"It ran longer than its analysis allows ({operation.Order.TimeLimitMilliseconds} ms).");
        }
        catch (DuckDBException exception)
        {
            return ("query_failed", exception.Message);
        }
        catch (Exception exception)
        {
            // The operation must end, or its request waits for ever; a bug here is told with all that is known of it.
            await Console.Error.WriteLineAsync(exception.ToString());
            return ("engine_failed", $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private async Task QueryAsync(Operation operation, PreparedAnalysis analysis, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var connection = database.Rent(analysis.Schema);
        try
        {
            using var command = connection.CreateCommand();
            var (sql, bound) = analysis.Body(operation.Order.Parameters).With(operation.Order.Parameters);
            command.CommandText = sql;
            foreach (var parameter in bound)
            {
                command.Parameters.Add(new DuckDBParameter(parameter.Name, ParameterForms.Value(parameter)));
            }

            // Said again and again: an interrupt that comes just before the query begins is lost.
            await using var interrupt = time.CreateTimer(_ => command.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            using var registration = stop.Register(() => interrupt.Change(TimeSpan.Zero, _interruptEvery));
            await ReadAsync(operation, command, stop);
        }
        finally
        {
            database.Return(analysis.Schema, connection);
        }
    }

    private static async Task ReadAsync(Operation operation, DuckDBCommand command, CancellationToken stop)
    {
        using var stream = command.ExecuteArrowStream();
        var output = ResultOutput.For(operation, stream.Schema);
        using (output as IDisposable)
        {
            while (await stream.ReadNextRecordBatchAsync(stop) is { } batch)
            {
                using (batch)
                {
                    stop.ThrowIfCancellationRequested();
                    output.Add(batch);
                }
            }

            output.Finish();
        }
    }
}
