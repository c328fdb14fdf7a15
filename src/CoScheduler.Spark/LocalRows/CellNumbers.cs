using System.Numerics;

namespace CoScheduler.Spark.LocalRows;

/// <summary>.NET's numbers as Spark's, only where nothing is lost.</summary>
internal static class CellNumbers
{
    public static T Whole<T>(object value, CellPlace place)
        where T : struct, IBinaryInteger<T>
    {
        if (value is T same)
        {
            return same;
        }

        try
        {
            return value switch
            {
                sbyte x => T.CreateChecked(x),
                byte x => T.CreateChecked(x),
                short x => T.CreateChecked(x),
                ushort x => T.CreateChecked(x),
                int x => T.CreateChecked(x),
                uint x => T.CreateChecked(x),
                long x => T.CreateChecked(x),
                ulong x => T.CreateChecked(x),
                _ => throw place.Refuse(value),
            };
        }
        catch (OverflowException error)
        {
            throw place.Refuse(value, "it is too large", error);
        }
    }

    public static float Float(object value, CellPlace place) => value switch
    {
        float x => x,
        Half x => (float)x,
        sbyte x => x,
        byte x => x,
        short x => x,
        ushort x => x,
        _ => throw place.Refuse(value, "it may lose digits"),
    };

    public static double Double(object value, CellPlace place) => value switch
    {
        double x => x,
        float x => x,
        int x => x,
        uint x => x,
        _ => value is Half or sbyte or byte or short or ushort ? Float(value, place) : throw place.Refuse(value, "it may lose digits"),
    };
}
