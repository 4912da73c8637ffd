// Open streams over the frames of a connection, as steps: the client's view, the wire, the server's
// view, the limit; a mark where somebody was wrong. Looks as every picture does (sim/trace).

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
#include "sim/trace/svg_style.hpp"
#include "tools/diagnose/diagnose_report.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

constexpr int kWidth = 960;
constexpr int kLeft = 60;     // of the curves; numbers stand before them
constexpr int kRight = 20;    // beside them
constexpr int kHeight = 160;  // of the curves
constexpr int kTop = 30;      // of a panel: its title
constexpr int kLine = 18;     // of text
constexpr std::size_t kMostPointsInPicture = 1'500;
constexpr std::size_t kTextColumns = 118;

struct Curve {
    std::string_view name;
    std::uint32_t CountPoint::* count;
    std::string_view style;
};
constexpr std::array<Curve, 3> kCurves = {
    {{"wire", &CountPoint::wire, "fill: none; stroke: #77828f; stroke-width: 1"},
     {"client", &CountPoint::client, "fill: none; stroke: #2f6fd0; stroke-width: 2"},
     {"server", &CountPoint::server,
      "fill: none; stroke: #b35900; stroke-width: 2; stroke-dasharray: 6 3"}}};

// Where things lie in a panel.
struct Scale {
    std::uint64_t first = 0;
    std::uint64_t last = 1;  // record
    std::uint32_t top = 1;   // count
    int base = 0;            // y of 0

    [[nodiscard]] int x(std::uint64_t record) const {
        const std::uint64_t wide = kWidth - kLeft - kRight;
        const std::uint64_t at = std::clamp(record, first, last) - first;
        return kLeft + static_cast<int>(at * wide / std::max<std::uint64_t>(last - first, 1));
    }
    [[nodiscard]] int y(std::uint32_t count) const {
        return base - static_cast<int>(std::uint64_t{std::min(count, top)} * kHeight / top);
    }
};

Scale scale_of(const ConnectionFacts& facts, const std::vector<CountPoint>& points, int base) {
    Scale scale;
    scale.base = base;
    if (!points.empty()) {
        scale.first = points.front().record;
        scale.last = points.back().record;
    }
    for (const Charge& charge : facts.charges) {
        scale.last = std::max(scale.last, charge.record);
    }
    for (const CountPoint& point : points) {
        scale.top = std::max({scale.top, point.client, point.wire, point.server});
    }
    if (facts.limit && *facts.limit <= 2 * std::uint64_t{scale.top}) {
        scale.top = std::max(scale.top, *facts.limit + 1);
    }
    return scale;
}

std::string curve_svg(const std::vector<CountPoint>& points, const Curve& curve,
                      const Scale& scale) {
    std::string path = fmt::format("M{} {}", scale.x(scale.first), scale.base);
    for (const CountPoint& point : points) {
        path += fmt::format("H{}V{}", scale.x(point.record), scale.y(point.*curve.count));
    }
    return fmt::format("<path style=\"{}\" d=\"{}H{}\"/>\n", curve.style, path,
                       scale.x(scale.last));
}

std::string text_svg(int x, int y, std::string_view style, std::string_view text) {
    return fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>\n", x, y, style,
                       sim::xml_text(text));
}

std::string legend_svg(int y) {
    std::string svg;
    int x = kLeft;
    for (const Curve& curve : kCurves) {
        svg += fmt::format("<path style=\"{}\" d=\"M{} {}h24\"/>\n", curve.style, x, y - 4);
        svg += text_svg(x + 30, y, "small", fmt::format("as the {} has it", curve.name));
        x += 190;
    }
    return svg;
}

std::string marks_svg(const ConnectionFacts& facts, const Scale& scale) {
    std::string svg;
    constexpr std::size_t kMostMarks = 50;
    std::size_t marks = 0;
    for (const Charge& charge : facts.charges) {
        if (convicts(charge) && charge.record > 0 && ++marks <= kMostMarks) {
            const int x = scale.x(charge.record);
            svg += fmt::format(
                "<path style=\"stroke: #b3261e; stroke-width: 1.5\" d=\"M{} {}V{}\"/>\n"
                "<circle class=\"hit\" cx=\"{}\" cy=\"{}\" r=\"4\"/>\n",
                x, scale.base, scale.base - kHeight, x, scale.base - kHeight);
        }
    }
    return svg;
}

std::string axes_svg(const ConnectionFacts& facts, const Scale& scale) {
    std::string svg =
        fmt::format("<path class=\"rail\" d=\"M{} {}H{}\"/>\n", kLeft, scale.base, kWidth - kRight);
    svg += text_svg(kLeft - 8, scale.base + 4, "step", "0");
    svg += text_svg(kLeft - 8, scale.y(scale.top) + 4, "step", std::to_string(scale.top));
    svg += text_svg(kLeft, scale.base + 16, "small", fmt::format("frame {}", scale.first));
    svg += fmt::format("<text x=\"{}\" y=\"{}\" class=\"step small\">{}</text>\n", kWidth - kRight,
                       scale.base + 16, fmt::format("frame {}", scale.last));
    if (facts.limit && *facts.limit <= scale.top) {
        const int y = scale.y(*facts.limit);
        svg += fmt::format("<path class=\"bar\" d=\"M{} {}H{}\"/>\n", kLeft, y, kWidth - kRight);
        svg += text_svg(kLeft + 4, y - 5, "bad", fmt::format("limit {}", *facts.limit));
    }
    return svg;
}

std::string panel_svg(const Diagnosed& connection, int& y) {
    const ConnectionFacts& facts = connection.facts;
    std::string svg =
        text_svg(kRight, y += kTop, "title",
                 fmt::format("{}: {}", title_of(connection, true), name(connection.verdict.blame)));
    const std::string lines = folded(connection.verdict.sentence, kTextColumns);
    for (std::size_t at = 0; at <= lines.size();) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        svg += text_svg(kRight, y += kLine, "words", lines.substr(at, end - at));
        at = end + 1;
    }
    const auto points = thinned(facts.counts, kMostPointsInPicture);
    if (points.empty()) {
        return svg;
    }
    y += kLine + kHeight;
    const Scale scale = scale_of(facts, points, y);
    svg += axes_svg(facts, scale);
    for (const Curve& curve : kCurves) {
        svg += curve_svg(points, curve, scale);
    }
    svg += marks_svg(facts, scale);
    svg += legend_svg(y += 2 * kLine);
    return svg;
}

}  // namespace

std::string diagnose_svg(const std::vector<Diagnosed>& connections) {
    int height = 0;
    std::string panels;
    for (const Diagnosed& connection : connections) {
        panels += panel_svg(connection, height);
    }
    height += kTop;
    return fmt::format(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
               "viewBox=\"0 0 {0} {1}\">\n{2}<rect class=\"paper\" width=\"{0}\" "
               "height=\"{1}\"/>\n",
               kWidth, height, sim::kSvgStyle) +
           panels + "</svg>\n";
}

}  // namespace tools
