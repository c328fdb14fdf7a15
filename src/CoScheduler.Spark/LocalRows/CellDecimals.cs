using System.Data.SqlTypes;
using System.Globalization;
using System.Numerics;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.LocalRows;

/// <summary>.NET's numbers as Spark's decimals, digit for digit.</summary>
internal static class CellDecimals
{
    public static Int128 Unscaled(object value, CellPlace place)
    {
        var type = (DecimalType)place.Type;
        var text = value switch
        {
            decimal x => x.ToString(CultureInfo.InvariantCulture),
            SqlDecimal { IsNull: false } x => x.ToString(),
            sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or BigInteger => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            _ => throw place.Refuse(value),
        };
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        if (fraction.Length > type.Scale)
        {
            throw place.Refuse(value, $"it has {fraction.Length} digits after the point");
        }

        var digits = whole + fraction.PadRight(type.Scale, '0');
        return digits.Count(char.IsAsciiDigit) <= type.Precision || digits.TrimStart('-').TrimStart('0').Length <= type.Precision
            ? Int128.Parse(digits, CultureInfo.InvariantCulture)
            : throw place.Refuse(value, $"it has more than {type.Precision - type.Scale} digits before the point");
    }
}
