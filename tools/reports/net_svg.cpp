// Lanes are bands, places circles with their tokens, rules bars. A rule that may give a slot back
// is drawn in another colour.

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"
#include "sim/trace/svg_style.hpp"
#include "tools/reports/net_layout.hpp"

namespace tools {
namespace {

constexpr std::size_t kColumn = 108;
constexpr std::size_t kRow = 66;
constexpr std::size_t kLeft = 120;
constexpr std::size_t kTop = 64;
constexpr std::size_t kRadius = 13;

class NetPicture {
  public:
    NetPicture(const sim::Net& net, const h2::Policy* policy)
        : net_{net}, layout_{layout_of(net)}, releasing_{releasing_rules(net, policy)} {}

    std::string draw() {
        std::size_t bottom = kTop;
        for (const std::size_t rows : layout_.rows) {
            tops_.push_back(bottom);
            bottom += rows * kRow + 12;
        }
        const bool marked =
            std::find(releasing_.begin(), releasing_.end(), true) != releasing_.end();
        const std::size_t width = std::max<std::size_t>(kLeft + layout_.columns * kColumn + 20,
                                                        24 + net_.title.size() * 10);
        const std::size_t height = bottom + 34;
        std::string text = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
            "height=\"{1}\" role=\"img\">\n<title>{2}</title>\n{3}<style>.rule {{ fill: #1c2430 }} "
            ".free {{ fill: #b35900 }} .place {{ fill: #ffffff; stroke: #2f6fd0; stroke-width: 1.6 "
            "}} .flow {{ fill: none; stroke: #77828f; stroke-width: 1.2; marker-end: url(#hand) }} "
            ".core {{ stroke-dasharray: 4 3 }} @media (prefers-color-scheme: dark) {{ .rule {{ "
            "fill: #e4e9f0 }} .free {{ fill: #ffb454 }} .place {{ fill: #14181f; stroke: #6aa3ff "
            "}} "
            "}}</style>\n<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n",
            width, height, sim::xml_text(net_.title), sim::kSvgStyle);
        text += fmt::format(
            "<text class=\"title\" x=\"12\" y=\"26\">{}</text>\n"
            "<text class=\"faint\" x=\"12\" y=\"46\">{}</text>\n",
            sim::xml_text(net_.name), sim::xml_text(net_.title));
        for (std::size_t lane = 0; lane < layout_.lanes.size(); ++lane) {
            text += fmt::format(
                "<rect class=\"{}\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n"
                "<text class=\"left\" x=\"12\" y=\"{}\">{}</text>\n",
                lane % 2 == 0 ? "odd" : "paper", tops_[lane], width, layout_.rows[lane] * kRow + 12,
                tops_[lane] + (layout_.rows[lane] * kRow + 12) / 2 + 5,
                sim::xml_text(layout_.lanes[lane]));
        }
        for (const NetEdge& edge : layout_.edges) {
            text += draw(edge);
        }
        for (const NetNode& node : layout_.nodes) {
            text += node.kind == NetNode::Kind::place ? place(node) : rule(node);
        }
        text += fmt::format(
            "<text class=\"small\" x=\"12\" y=\"{}\">circle: place · bar: rule, one step of its "
            "thread{} · !: urgent · dashed: by way of the core</text>\n</svg>\n",
            height - 14, marked ? " · orange: a slot may be given back" : "");
        return text;
    }

  private:
    std::size_t x(const NetNode& node) const { return kLeft + node.column * kColumn + kColumn / 2; }
    std::size_t y(const NetNode& node) const {
        return tops_[node.lane] + node.row * kRow + kRow / 2;
    }

    std::string place(const NetNode& node) const {
        const bool own = node.index < net_.places.size();
        const std::uint32_t tokens = own ? net_.places[node.index].tokens : 0;
        std::string text =
            fmt::format("<circle class=\"place\" cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", x(node),
                        y(node), kRadius, own ? "" : " stroke-dasharray=\"2 2\"");
        if (tokens == 1) {
            text += fmt::format("<circle class=\"node\" cx=\"{}\" cy=\"{}\" r=\"4\"/>\n", x(node),
                                y(node));
        } else if (tokens > 1 || (own && net_.places[node.index].capacity > 0)) {
            text += fmt::format("<text class=\"frame\" x=\"{}\" y=\"{}\">{}</text>\n", x(node),
                                y(node) + 4,
                                tokens > 1 ? fmt::format("{}", tokens)
                                           : fmt::format("≤{}", net_.places[node.index].capacity));
        }
        return text + fmt::format("<text class=\"sub\" x=\"{}\" y=\"{}\">{}</text>\n", x(node),
                                  y(node) + 27, sim::xml_text(node.name));
    }

    std::string rule(const NetNode& node) const {
        const bool urgent = net_.rules[node.index].urgent;
        return fmt::format(
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"30\"/>\n"
            "<text class=\"frame\" x=\"{}\" y=\"{}\">{}{}</text>\n",
            releasing_[node.index] ? "free" : "rule", x(node) - 3, y(node) - 15, 6, x(node),
            y(node) - 20, sim::xml_text(node.name), urgent ? " !" : "");
    }

    std::string draw(const NetEdge& edge) const {
        const NetNode& from = layout_.nodes[edge.from];
        const NetNode& to = layout_.nodes[edge.to];
        const auto side = [](const NetNode& node) {
            return node.kind == NetNode::Kind::place ? kRadius : std::size_t{4};
        };
        const bool back = to.column <= from.column;
        const long x1 = static_cast<long>(x(from) + side(from));
        const long x2 = static_cast<long>(x(to)) - static_cast<long>(side(to));
        const long y1 = static_cast<long>(y(from));
        const long y2 = static_cast<long>(y(to));
        const long bend = back ? 60 : std::max(24L, (x2 - x1) / 2);
        return fmt::format("<path class=\"flow{}\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n",
                           edge.emits ? " core" : "", x1, y1, x1 + bend, back ? y1 + 34 : y1,
                           x2 - bend, back ? y2 + 34 : y2, x2, y2);
    }

    const sim::Net& net_;
    NetLayout layout_;
    std::vector<bool> releasing_;
    std::vector<std::size_t> tops_;
};

}  // namespace

std::string net_svg(const sim::Net& net, const h2::Policy* policy) {
    return NetPicture{net, policy}.draw();
}

}  // namespace tools
