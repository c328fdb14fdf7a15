namespace CoScheduler.Spark.Sql.Catalog;

/// <summary>A database of a catalog.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CatalogName">The catalog; null if Spark does not say.</param>
/// <param name="Description">What is noted about it, or null.</param>
/// <param name="LocationUri">Where its tables are.</param>
public sealed record Database(string Name, string? CatalogName, string? Description, string LocationUri);

/// <summary>A table or view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CatalogName">The catalog; null for a temporary view.</param>
/// <param name="Database">The database; null for a temporary view.</param>
/// <param name="Description">What is noted about it, or null.</param>
/// <param name="TableType"><c>MANAGED</c>, <c>EXTERNAL</c>, <c>VIEW</c> or <c>TEMPORARY</c>.</param>
/// <param name="IsTemporary">Whether it is a temporary view.</param>
public sealed record Table(string Name, string? CatalogName, string? Database, string? Description, string TableType, bool IsTemporary);

/// <summary>A function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CatalogName">The catalog; null for a temporary one.</param>
/// <param name="Database">The database; null for a temporary one.</param>
/// <param name="Description">What it does, or null.</param>
/// <param name="ClassName">The JVM class that it is.</param>
/// <param name="IsTemporary">Whether it is temporary, as Spark's own are.</param>
public sealed record Function(string Name, string? CatalogName, string? Database, string? Description, string ClassName, bool IsTemporary);
