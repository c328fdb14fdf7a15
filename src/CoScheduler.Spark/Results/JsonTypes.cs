using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Results;

/// <summary>Which types have a JSON form.</summary>
internal static class JsonTypes
{
    public static void Check(string column, DataType type)
    {
        switch (type)
        {
            case UnknownType or VariantType:
                throw new NotSupportedException(
                    $"Column '{column}' has the type {type.SimpleString}, which has no JSON form here; convert it in the query, as with to_json or cast.");
            case ArrayType array:
                Check(column, array.ElementType);
                break;
            case MapType map:
                Check(column, map.KeyType);
                Check(column, map.ValueType);
                break;
            case StructType @struct:
                foreach (var field in @struct.Fields)
                {
                    Check(column, field.DataType);
                }

                break;
        }
    }
}
