using System.Globalization;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>Numbers as RFC 8785 section 3.2.2.3 writes them, which is as ECMAScript's <c>Number.prototype.toString</c> does.</summary>
internal static class CanonicalNumber
{
    /// <summary>Writes a finite double.</summary>
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // "R" gives the fewest digits that read back as the same double, which is what ECMAScript asks for; only its layout differs.
        var (negative, digits, exponent) = Take(value.ToString("R", CultureInfo.InvariantCulture));
        var text = Layout(digits, exponent);
        return negative ? "-" + text : text;
    }

    /// <summary>
    /// Writes a number as it stands in JSON. A whole number of up to 64 bits that no double holds keeps its digits: RFC 8785 leaves such
    /// numbers out, and rounding would make two different requests equal.
    /// </summary>
    public static string Format(JsonElement number)
    {
        if (number.TryGetInt64(out var whole) && (Int128)(double)whole != whole)
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        var value = number.GetDouble();
        return double.IsFinite(value) ? Format(value) : throw new JsonException($"The number {number.GetRawText()} is too large.");
    }

    // The digits without zeros at either end, and where the point stands: 0.digits * 10^exponent.
    private static (bool Negative, string Digits, int Exponent) Take(string text)
    {
        var negative = text[0] == '-';
        var rest = negative ? text[1..] : text;
        var e = rest.IndexOf('E');
        var power = e < 0 ? 0 : int.Parse(rest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? rest : rest[..e];
        var point = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var exponent = (point < 0 ? mantissa.Length : point) + power;
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (negative, digits.Trim('0'), exponent - leading);
    }

    private static string Layout(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
        {
            return digits + new string('0', n - k);
        }

        if (n is > 0 and <= 21)
        {
            return $"{digits[..n]}.{digits[n..]}";
        }

        if (n is > -6 and <= 0)
        {
            return $"0.{new string('0', -n)}{digits}";
        }

        var power = n - 1;
        var sign = power < 0 ? "-" : "+";
        var mantissa = k == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{sign}{Math.Abs(power)}");
    }
}
