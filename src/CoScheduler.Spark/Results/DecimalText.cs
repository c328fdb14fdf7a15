using System.Buffers.Binary;
using System.Globalization;
using Apache.Arrow;

namespace CoScheduler.Spark.Results;

/// <summary>Decimals of up to 38 digits, which .NET's own do not hold.</summary>
internal static class DecimalText
{
    private const int Bytes = 16;

    public static Int128 Unscaled(Decimal128Array array, int index) =>
        BinaryPrimitives.ReadInt128LittleEndian(array.ValueBuffer.Span.Slice((array.Offset + index) * Bytes, Bytes));

    /// <summary>All its digits, never with an exponent.</summary>
    public static string Plain(Int128 unscaled, int scale)
    {
        if (scale <= 0)
        {
            return unscaled.ToString(CultureInfo.InvariantCulture) + (unscaled == 0 ? "" : new string('0', -scale));
        }

        var sign = Int128.IsNegative(unscaled) ? "-" : "";
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
