using System.Globalization;
using System.Numerics;

namespace CoScheduler.Pool.Resources;

/// <summary>
/// One amount as text: Kubernetes' quantities (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/),
/// and <c>B</c> for single bytes.
/// </summary>
internal static class Quantity
{
    private const int LongestText = 64;

    private static readonly (string Suffix, BigInteger Factor)[] Binary =
    [
        ("Ei", BigInteger.Pow(2, 60)), ("Pi", BigInteger.Pow(2, 50)), ("Ti", BigInteger.Pow(2, 40)),
        ("Gi", BigInteger.Pow(2, 30)), ("Mi", BigInteger.Pow(2, 20)), ("Ki", BigInteger.Pow(2, 10)),
    ];

    private static readonly (string Suffix, BigInteger Factor)[] Decimal =
    [
        ("E", BigInteger.Pow(10, 18)), ("P", BigInteger.Pow(10, 15)), ("T", BigInteger.Pow(10, 12)),
        ("G", BigInteger.Pow(10, 9)), ("M", BigInteger.Pow(10, 6)), ("k", BigInteger.Pow(10, 3)),
    ];

    public static string Format(string name, long amount)
    {
        if (amount == ResourceVector.Unlimited)
        {
            return ResourceText.Unlimited;
        }

        if (InThousandths(name))
        {
            var fraction = (amount % 1000).ToString("000", CultureInfo.InvariantCulture).TrimEnd('0');
            return (amount / 1000).ToString(CultureInfo.InvariantCulture) + (fraction.Length == 0 ? "" : "." + fraction);
        }

        if (!InBytes(name) || amount == 0)
        {
            return amount.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (suffix, factor) in Binary)
        {
            if (amount % (long)factor == 0)
            {
                return (amount / (long)factor).ToString(CultureInfo.InvariantCulture) + suffix;
            }
        }

        return amount.ToString(CultureInfo.InvariantCulture) + "B";
    }

    public static string? Read(string name, string text, out long amount)
    {
        amount = 0;
        if (text == ResourceText.Unlimited)
        {
            amount = ResourceVector.Unlimited;
            return null;
        }

        if (text.StartsWith('-'))
        {
            return $"{name}:{ResourceText.Shorten(text)} is negative; write an amount of 0 or more.";
        }

        var digits = LeadingNumber(text);
        if (digits == 0 || text.Length > LongestText || !TryFactor(name, text[digits..], out var factor, out var divisor))
        {
            return $"'{ResourceText.Shorten(text)}' is no amount of {name}; write for example {Example(name)}.";
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 || point >= digits ? 0 : digits - point - 1;
        var number = BigInteger.Parse(text[..digits].Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);
        if (InBytes(name) && digits == text.Length && !number.IsZero)
        {
            return $"{name}:{text} has no unit; write {name}:{text}Mi or {name}:{text}Gi ({name}:{text}B for bytes).";
        }

        var unit = InThousandths(name) ? 1000 : 1;
        var value = BigInteger.DivRem(number * factor * unit, divisor * BigInteger.Pow(10, decimals), out var rest);
        if (!rest.IsZero)
        {
            return $"{name}:{text} is finer than the smallest unit; write whole {(unit == 1000 ? "thousandths" : InBytes(name) ? "bytes" : "units")}.";
        }

        if (value >= ResourceVector.Unlimited)
        {
            return $"{name}:{text} is too large; write less than {ResourceVector.Unlimited.ToString(CultureInfo.InvariantCulture)} of the smallest unit, or unlimited.";
        }

        amount = (long)value;
        return null;
    }

    private static bool InThousandths(string name) => name is ResourceVector.Cpus or ResourceVector.Gpus;

    private static bool InBytes(string name) => name is ResourceVector.Memory or ResourceVector.Disk;

    private static string Example(string name) => name switch
    {
        ResourceVector.Cpus => "cpus:2.5 or cpus:2500m",
        ResourceVector.Memory => "mem:4Gi",
        ResourceVector.Disk => "disk:10Gi",
        ResourceVector.Gpus => "gpus:1",
        ResourceVector.Ports => "ports:31000-31099 or ports:2",
        _ => $"{name}:3",
    };

    private static int LeadingNumber(string text)
    {
        var length = 0;
        var points = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
        {
            points += text[length++] == '.' ? 1 : 0;
        }

        return points > 1 || (length == 1 && points == 1) ? 0 : length;
    }

    private static bool TryFactor(string name, string suffix, out BigInteger factor, out BigInteger divisor)
    {
        (factor, divisor) = (BigInteger.One, BigInteger.One);
        switch (suffix)
        {
            case "":
                return true;
            case "B":
                return InBytes(name);
            case "m":
                divisor = 1000;
                return true;
            case "u":
                divisor = 1_000_000;
                return true;
            case "n":
                divisor = 1_000_000_000;
                return true;
        }

        foreach (var (known, value) in Binary.Concat(Decimal))
        {
            if (suffix == known)
            {
                factor = value;
                return true;
            }
        }

        return TryExponent(suffix, ref factor, ref divisor);
    }

    private static bool TryExponent(string suffix, ref BigInteger factor, ref BigInteger divisor)
    {
        if (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || exponent is < -30 or > 30)
        {
            return false;
        }

        factor = exponent > 0 ? BigInteger.Pow(10, exponent) : factor;
        divisor = exponent < 0 ? BigInteger.Pow(10, -exponent) : divisor;
        return true;
    }
}
