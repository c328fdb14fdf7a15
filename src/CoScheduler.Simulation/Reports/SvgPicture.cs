using System.Globalization;
using System.Text;
using System.Xml;

namespace CoScheduler.Simulation.Reports;

/// <summary>
/// Draws a report as an SVG picture (https://www.w3.org/TR/SVG2/): for each resource what the roles had of it over time,
/// one upon the other under the line of the capacity, and below how much waited.
/// </summary>
public static class SvgPicture
{
    private const int Width = 960;
    private const int Left = 70;
    private const int Right = 160;
    private const int PanelHeight = 170;
    private const int Gap = 46;
    private const int Top = 40;
    private const int SeenAbove = 4;

    private static readonly string[] Colours = ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#edc948", "#9c755f"];

    /// <summary>Draws a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="title">What it is of.</param>
    /// <returns>The picture, a document of its own.</returns>
    public static string Of(SimulationReport report, string title)
    {
        var resources = report.Utilisation.Keys.ToList();
        var height = Top + ((resources.Count + 1) * (PanelHeight + Gap));
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
            xml.WriteAttributeString("viewBox", $"0 0 {Width} {height}");
            xml.WriteAttributeString("font-family", "sans-serif");
            xml.WriteAttributeString("font-size", "12");
            Element(xml, "title", title);
            Element(xml, "rect", null, ("width", "100%"), ("height", "100%"), ("fill", "white"));
            Text(xml, Left, 22, title, "start");
            for (var i = 0; i < resources.Count; i++)
            {
                DrawUse(xml, report, resources[i], Panel(report, i, Highest(report, resources[i])));
            }

            DrawWaiting(xml, report, Panel(report, resources.Count, report.Timeline.SelectMany(sample => sample.Roles.Values).Select(role => role.Waiting).DefaultIfEmpty(0).Max()));
            DrawLegend(xml, report);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The axis ends at the capacity, or where so little of it is used that nothing would be seen, a little above the use.</summary>
    private static double Highest(SimulationReport report, string resource)
    {
        var capacity = Capacity(report, resource);
        var used = report.Timeline.Select(sample => sample.Roles.Values.Sum(role => role.Used.GetValueOrDefault(resource))).DefaultIfEmpty(0).Max();
        return used > 0 && capacity > SeenAbove * used ? used * 1.1 : Math.Max(capacity, used);
    }

    private static double Capacity(SimulationReport report, string resource) =>
        report.Timeline.Select(sample => sample.Capacity.GetValueOrDefault(resource)).DefaultIfEmpty(0).Max();

    private static SvgPanel Panel(SimulationReport report, int index, double highest) =>
        new(Left, Top + (index * (PanelHeight + Gap)), Width - Left - Right, PanelHeight, Math.Max(1, report.Timeline.Select(sample => sample.At).DefaultIfEmpty(0).Max()), Math.Max(1, highest));

    private static void DrawUse(XmlWriter xml, SimulationReport report, string resource, SvgPanel panel)
    {
        var below = report.Timeline.Select(_ => 0.0).ToArray();
        for (var i = 0; i < report.Roles.Length; i++)
        {
            var name = report.Roles[i].Role;
            var above = report.Timeline.Select((sample, at) => below[at] + (sample.Roles.GetValueOrDefault(name)?.Used.GetValueOrDefault(resource) ?? 0)).ToArray();
            var edge = report.Timeline.Select((sample, at) => panel.Point(sample.At, above[at]));
            var back = report.Timeline.Select((sample, at) => panel.Point(sample.At, below[at])).Reverse();
            Element(xml, "polygon", null, ("points", string.Join(' ', edge.Concat(back))), ("fill", Colour(i)), ("fill-opacity", "0.8"));
            below = above;
        }

        var highest = Capacity(report, resource);
        if (highest <= panel.Highest)
        {
            var capacity = report.Timeline.Select(sample => panel.Point(sample.At, sample.Capacity.GetValueOrDefault(resource)));
            Element(xml, "polyline", null, ("points", string.Join(' ', capacity)), ("fill", "none"), ("stroke", "#333"), ("stroke-dasharray", "4 3"));
        }

        Frame(xml, panel, $"{resource}: {Percent(report.Utilisation[resource])} of {ReportText.Amount(resource, (long)highest)} used", ReportText.Amount(resource, (long)panel.Highest));
    }

    private static void DrawWaiting(XmlWriter xml, SimulationReport report, SvgPanel panel)
    {
        for (var i = 0; i < report.Roles.Length; i++)
        {
            var name = report.Roles[i].Role;
            var line = report.Timeline.Select(sample => panel.Point(sample.At, sample.Roles.GetValueOrDefault(name)?.Waiting ?? 0));
            Element(xml, "polyline", null, ("points", string.Join(' ', line)), ("fill", "none"), ("stroke", Colour(i)), ("stroke-width", "1.5"));
        }

        Frame(xml, panel, "pieces that wait", ((long)panel.Highest).ToString(CultureInfo.InvariantCulture));
    }

    private static void Frame(XmlWriter xml, SvgPanel panel, string title, string highest)
    {
        Element(
            xml, "rect", null, ("x", Number(panel.X)), ("y", Number(panel.Y)), ("width", Number(panel.Width)), ("height", Number(panel.Height)), ("fill", "none"), ("stroke", "#999"));
        Text(xml, panel.X + 6, panel.Y + 14, title, "start");
        Text(xml, panel.X - 6, panel.Y + 10, highest, "end");
        Text(xml, panel.X - 6, panel.Y + panel.Height, "0", "end");
        Text(xml, panel.X, panel.Y + panel.Height + 16, "0", "start");
        Text(xml, panel.X + panel.Width, panel.Y + panel.Height + 16, ReportText.Time((long)panel.Longest), "end");
    }

    private static void DrawLegend(XmlWriter xml, SimulationReport report)
    {
        for (var i = 0; i < report.Roles.Length; i++)
        {
            var y = Top + 14 + (i * 20);
            Element(xml, "rect", null, ("x", Number(Width - Right + 16)), ("y", Number(y - 10)), ("width", "12"), ("height", "12"), ("fill", Colour(i)));
            Text(xml, Width - Right + 34, y, report.Roles[i].Role, "start");
        }
    }

    private static void Text(XmlWriter xml, double x, double y, string text, string anchor) =>
        Element(xml, "text", text, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));

    private static void Element(XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        if (text is not null)
        {
            xml.WriteString(text);
        }

        xml.WriteEndElement();
    }

    private static string Colour(int index) => Colours[index % Colours.Length];

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A part of the picture with axes of its own.</summary>
    private sealed record SvgPanel(double X, double Y, double Width, double Height, double Longest, double Highest)
    {
        public string Point(double at, double value) =>
            string.Create(CultureInfo.InvariantCulture, $"{X + (Width * at / Longest):0.#},{Y + Height - (Height * value / Highest):0.#}");
    }
}
