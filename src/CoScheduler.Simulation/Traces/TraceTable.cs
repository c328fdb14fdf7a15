using System.Globalization;

namespace CoScheduler.Simulation.Traces;

/// <summary>Reads a file of comma-separated values whose first line names its columns; collects what is wrong.</summary>
internal sealed class TraceTable(string file, List<TraceFault> faults)
{
    private const int MostFaults = 20;

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private string[] _cells = [];
    private int _line;
    private bool _good;

    /// <summary>Reads every row; a row with a fault is left out, and said.</summary>
    public List<T> Read<T>(string[] columns, Func<TraceTable, T> row)
    {
        var rows = new List<T>();
        try
        {
            foreach (var text in File.ReadLines(file))
            {
                _line++;
                _cells = text.Split(',');
                if (_line == 1)
                {
                    ReadHeader(columns);
                }
                else if (text.Length > 0 && faults.Count < MostFaults)
                {
                    ReadRow(row, rows);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new TraceFault("unreadable_file", file, null, e.Message));
        }

        if (_line == 0)
        {
            ReadHeader(columns);
        }

        return rows;
    }

    public string Text(string column) => _cells[_columns[column]].Trim();

    /// <summary>A whole number of 0 or more, perhaps written with a fraction of zeros as data frames do.</summary>
    public long Number(string column) => NumberOrNull(column) ?? Fault(column, "is empty; give a whole number, 0 or more.");

    public long? NumberOrNull(string column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number)
            && number <= int.MaxValue * 1_000L
            ? (long)number
            : Fault(column, $"is `{text}`; give a whole number, 0 or more.");
    }

    public long Fault(string column, string message)
    {
        _good = false;
        faults.Add(new TraceFault("malformed_row", file, _line, $"{column} {message}"));
        return 0;
    }

    private void ReadHeader(string[] columns)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            _columns[_cells[i].Trim().TrimStart('\uFEFF')] = i;
        }

        foreach (var missing in columns.Where(column => !_columns.ContainsKey(column)))
        {
            faults.Add(new TraceFault("missing_column", file, 1, $"there is no column {missing}; the first line names {string.Join(',', columns)}."));
        }
    }

    private void ReadRow<T>(Func<TraceTable, T> row, List<T> rows)
    {
        if (_cells.Length != _columns.Count)
        {
            faults.Add(new TraceFault("malformed_row", file, _line, $"it has {_cells.Length} values and the first line names {_columns.Count}."));
            return;
        }

        if (faults.Any(fault => fault.Code == "missing_column" && fault.File == file))
        {
            return;
        }

        _good = true;
        var read = row(this);
        if (_good)
        {
            rows.Add(read);
        }
    }
}
