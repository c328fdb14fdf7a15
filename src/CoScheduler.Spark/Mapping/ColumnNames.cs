namespace CoScheduler.Spark.Mapping;

/// <summary>Names of properties and of columns.</summary>
internal static class ColumnNames
{
    /// <summary>Whether they are the same but for case and underscores, so that <c>CustomerId</c> is <c>customer_id</c>.</summary>
    public static bool Match(string property, string column) => Plain(property).Equals(Plain(column), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
