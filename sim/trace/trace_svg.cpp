// The drawing itself. Sizes are in CSS pixels, all of them integers; text is measured in columns of
// a monospaced font, so that no label can be wider than the room that was made for it.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/columns.hpp"
#include "sim/text/xml_text.hpp"
#include "sim/trace/drawing.hpp"
#include "sim/trace/svg_style.hpp"

namespace sim {
namespace {

constexpr int kMargin = 20;
constexpr int kRow = 38;
constexpr int kBar = 30;    // of the point of no return, between two rows
constexpr int kText = 8;    // a column at 13 px
constexpr int kSmall = 7;   // a column at 11 px
constexpr int kLine = 19;   // from line to line
constexpr int kPill = 18;   // height of a frame on its way
constexpr int kCount = 64;  // width of a column of counts
constexpr std::size_t kMostFrameColumns = 40;
constexpr std::size_t kMostEventColumns = 84;

int pixels(std::size_t columns, int each) {
    return static_cast<int>(columns) * each;
}

bool in_transport(const Message& message) {
    return message.kind != Message::Kind::hand_over;
}

// Where everything stands.
struct Layout {
    int steps = 0;                    // right end of the step numbers
    std::array<int, 2> pipes{};       // centres of the two directions: to the server, to the client
    std::array<int, 2> pipe_width{};  // of the label in it
    std::vector<int> lanes;           // centres of the threads
    int events = 0;                   // left end of the words
    int counts = 0;                   // left end of the three columns
    int width = 0;
    int top = 0;     // of the first row
    int bar_at = 0;  // the bar stands after that many rows; -1: there is none
};

int pipe_width(const SpaceTime& picture, Message::Kind kind) {
    std::size_t widest = 12;
    for (const Message& message : picture.messages) {
        widest = message.kind == kind ? std::max(widest, columns_of(message.text)) : widest;
    }
    return pixels(std::min(widest, kMostFrameColumns), kSmall) + 14;
}

std::string second_line(const TraceRow& row) {
    return row.streams + (row.streams.empty() || row.verdict.empty() ? "" : " · ") + row.verdict;
}

int events_width(const SpaceTime& picture) {
    int widest = pixels(30, kText);
    for (const TraceRow& row : picture.rows) {
        const std::size_t event = std::min(columns_of(row.event), kMostEventColumns);
        const std::size_t second = std::min(columns_of(second_line(row)), kMostEventColumns);
        widest = std::max({widest, pixels(event, kText), pixels(second, kSmall)});
    }
    return widest;
}

Layout make_layout(const Drawing& drawing) {
    const SpaceTime& picture = drawing.picture;
    Layout layout;
    layout.steps = kMargin + 34;
    std::size_t widest = 9;
    for (const std::string& lane : picture.lanes) {
        widest = std::max(widest, columns_of(lane));
    }
    const int lane_width = pixels(widest, kText) + 12;
    int x = layout.steps + 12 + lane_width / 2;
    for (std::size_t i = 0; i < picture.client_lanes; ++i, x += lane_width) {
        layout.lanes.push_back(x);
    }
    x += 8 - lane_width / 2;
    for (std::size_t i = 0; i < 2; ++i) {
        layout.pipe_width[i] =
            pipe_width(picture, i == 0 ? Message::Kind::to_server : Message::Kind::to_client);
        layout.pipes[i] = x + layout.pipe_width[i] / 2;
        x += layout.pipe_width[i] + 16;
    }
    for (std::size_t i = picture.client_lanes; i < picture.lanes.size(); ++i, x += lane_width) {
        layout.lanes.push_back(x + lane_width / 2);
    }
    layout.events = x + 20;
    layout.counts = layout.events + events_width(picture) + 24;
    layout.width = std::max(layout.counts + 3 * kCount + kMargin, 960);
    layout.bar_at = -1;
    if (drawing.no_return && drawing.no_return->kind == NoReturn::Kind::at_step) {
        layout.bar_at = static_cast<int>(drawing.no_return->step);
    } else if (drawing.no_return && drawing.no_return->kind == NoReturn::Kind::beginning) {
        layout.bar_at = 0;
    }
    return layout;
}

class Painter {
  public:
    explicit Painter(const Drawing& drawing)
        : drawing_{drawing}, picture_{drawing.picture}, layout_{make_layout(drawing)} {}

    std::string paint() {
        y_ = kMargin;
        heading();
        layout_.top = y_ + 66;
        const std::string above = std::move(body_);
        body_.clear();
        bottom_ = middle(picture_.rows.size()) + kRow / 2;
        messages();
        const std::string arrows = std::move(body_);
        body_.clear();
        lane_heads();
        rows();
        const std::string table = std::move(body_);
        body_.clear();
        stripes();
        rails();
        const std::string behind = std::move(body_);
        body_.clear();
        y_ = bottom_ + 14;
        steps_on_lanes();
        ending();
        return header() + above + behind + table + arrows + body_ + "</svg>\n";
    }

  private:
    [[nodiscard]] int middle(std::size_t step) const {  // of the row of a step, which counts from 1
        const int bar = layout_.bar_at >= 0 && static_cast<int>(step) > layout_.bar_at ? kBar : 0;
        return layout_.top + (static_cast<int>(step) - 1) * kRow + kRow / 2 + bar;
    }

    void text(int x, int y, const char* style, std::string_view words) {
        body_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>\n", x, y, style,
                             xml_text(words));
    }

    // Several lines below each other, each as wide as the picture at most.
    void paragraph(const char* style, std::string_view words, int column) {
        const auto room = static_cast<std::size_t>((layout_.width - 2 * kMargin) / column);
        for (const std::string& line : wrapped(words, std::min<std::size_t>(room, 140))) {
            y_ += kLine;
            text(kMargin, y_, style, line);
        }
    }

    [[nodiscard]] std::string header() const {
        const Property& property = *find_property(drawing_.trace.property);
        const int height = y_ + kMargin;
        return fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
            "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"t d\">\n"
            "<title id=\"t\">{2}</title>\n<desc id=\"d\">{3}</desc>\n{4}"
            "<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n",
            layout_.width, height, xml_text(drawing_.trace.scenario.title),
            xml_text(fmt::format("{} of {}: {}", drawing_.trace.scenario.id, property.name,
                                 drawing_.note)),
            kSvgStyle);
    }

    void heading() {
        const Scenario& scenario = drawing_.trace.scenario;
        const Property& property = *find_property(drawing_.trace.property);
        const bool violated = drawing_.trace.verdict == PropertyVerdict::violated;
        paragraph("title", scenario.title, 11);
        y_ += 4;
        paragraph(violated ? "words bad" : "words good",
                  fmt::format("{} {} (RFC {}{}{})", property.name, name(drawing_.trace.verdict),
                              property.section, property.invariant.empty() ? "" : ", ",
                              property.invariant),
                  9);
        paragraph("words", property.meaning, kText);
        paragraph("faint", scenario.id + ". " + scenario.why, kText);
        y_ += 4;
        paragraph("faint",
                  "One row is one step. An arrow begins where a frame becomes visible to the other "
                  "side and ends where it is read, a dotted one is not read yet; dashed arrows are "
                  "hand-overs between threads of one side. Bold: the server counts a stream that "
                  "is closed on the wire.",
                  kText);
        y_ += 10;
    }

    void lane_head(int x, std::string_view name, std::string_view below) {
        text(x, layout_.top - 24, "head", name);
        if (!below.empty()) {
            text(x, layout_.top - 8, "sub", below);
        }
    }

    void lane_heads() {
        const PipesSpec& pipes = drawing_.trace.scenario.pipes;
        lane_head(layout_.pipes[0], "to the server", fmt::format("holds {}", pipes.to_server));
        lane_head(layout_.pipes[1], "to the client", fmt::format("holds {}", pipes.to_client));
        for (std::size_t i = 0; i < picture_.lanes.size(); ++i) {
            lane_head(layout_.lanes[i], picture_.lanes[i], "");
        }
        text(layout_.events, layout_.top - 24, "head left", "what happens");
        text(layout_.counts + 3 * kCount / 2, layout_.top - 24, "head", "open streams for");
        const std::array<std::string, 3> names = {
            "client", "wire", fmt::format("server/{}", drawing_.trace.scenario.limit)};
        for (std::size_t i = 0; i < names.size(); ++i) {
            text(count_at(i), layout_.top - 8, "sub", names[i]);
        }
    }

    [[nodiscard]] int count_at(std::size_t column) const {
        return layout_.counts + static_cast<int>(column) * kCount + kCount / 2;
    }

    // Lines of the threads, and the two directions as bands.
    void rails() {
        for (std::size_t i = 0; i < 2; ++i) {
            body_ += fmt::format(
                "<rect class=\"band\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n",
                layout_.pipes[i] - layout_.pipe_width[i] / 2 - 4, layout_.top,
                layout_.pipe_width[i] + 8, bottom_ - layout_.top);
        }
    }

    // The step that breaks the property, or that leads to the state that does. A witness has none.
    [[nodiscard]] bool is_wrong(std::size_t index) const {
        const PropertyKind kind = find_property(drawing_.trace.property)->kind;
        const bool by_state =
            drawing_.trace.verdict == PropertyVerdict::violated &&
            (kind == PropertyKind::no_deadlock || kind == PropertyKind::eventually);
        return picture_.rows[index].wrong ||
               (by_state && drawing_.ended && index + 1 == picture_.rows.size());
    }

    void stripes() {
        for (std::size_t i = 0; i < picture_.rows.size(); ++i) {
            if (is_wrong(i) || i % 2 == 1) {
                body_ += fmt::format(
                    "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                    is_wrong(i) ? "wrong" : "odd", kMargin / 2, middle(i + 1) - kRow / 2,
                    layout_.width - kMargin, kRow);
            }
        }
    }

    void row(std::size_t index) {
        const TraceRow& row = picture_.rows[index];
        const int y = middle(row.step);
        const bool wrong = is_wrong(index);
        text(layout_.steps, y + 4, wrong ? "step bad" : "step", std::to_string(row.step));
        const std::string second = second_line(row);
        text(layout_.events, second.empty() ? y + 4 : y - 3, wrong ? "event bad" : "event",
             cut_to(row.event, kMostEventColumns));
        if (!second.empty()) {
            text(layout_.events, y + 12, "small", cut_to(second, kMostEventColumns));
        }
        const std::array<std::uint32_t, 3> counts = {row.client, row.wire, row.server};
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const char* const style = i == 2 && row.stale ? "count off" : "count";
            text(count_at(i), y + 4, style, std::to_string(counts[i]));
        }
    }

    void rows() {
        for (std::size_t i = 0; i < picture_.rows.size(); ++i) {
            row(i);
        }
        for (const int x : layout_.lanes) {
            body_ +=
                fmt::format("<path class=\"rail\" d=\"M{} {}V{}\"/>\n", x, layout_.top, bottom_);
        }
        if (layout_.bar_at >= 0 && layout_.bar_at <= static_cast<int>(picture_.rows.size())) {
            const int y = layout_.top + layout_.bar_at * kRow + kBar / 2;
            body_ += fmt::format("<path class=\"bar\" d=\"M{} {}H{}\"/>\n", kMargin / 2,
                                 y + kBar / 2 - 3, layout_.width - kMargin / 2);
            text(layout_.events, y + 5, "event bad", "point of no return");
        }
    }

    void steps_on_lanes() {
        for (std::size_t i = 0; i < picture_.rows.size(); ++i) {
            body_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n",
                                 is_wrong(i) ? "node hit" : "node", layout_.lanes[picture_.at[i]],
                                 middle(i + 1), is_wrong(i) ? 7 : 5);
        }
    }

    void messages() {
        for (const Message& message : picture_.messages) {
            if (!in_transport(message)) {
                body_ += fmt::format("<path class=\"hand\" d=\"M{} {}L{} {}\"/>\n",
                                     layout_.lanes[message.from_lane], middle(message.from_step),
                                     layout_.lanes[message.to_lane], middle(message.to_step));
            }
        }
        pills(Message::Kind::to_server);
        pills(Message::Kind::to_client);
        for (const auto& [x, y] : waiting_) {  // it stays where it is
            body_ += fmt::format("<path class=\"open\" d=\"M{} {}V{}\"/>\n", x, y, bottom_);
        }
        body_ += labels_;
    }

    // The height at which a straight arrow crosses its direction's band.
    [[nodiscard]] int crossing(const Message& message, int band, std::size_t to_step) const {
        const int from = layout_.lanes[message.from_lane];
        const int to = layout_.lanes[message.to_lane];
        const int begin = middle(message.from_step);
        return begin + (middle(to_step) - begin) * (band - from) / (to - from);
    }

    // Frames of one direction, each below the one before it. Frames that nobody took end in their
    // band.
    void pills(Message::Kind kind) {
        const std::size_t side = kind == Message::Kind::to_server ? 0 : 1;
        const int band = layout_.pipes[side];
        int last = layout_.top - kPill;
        std::size_t after_end = picture_.rows.size();
        for (const Message& message : picture_.messages) {
            if (message.kind != kind) {
                continue;
            }
            const bool taken = message.end == Message::End::taken;
            const int y = std::max(last + kPill + 3,
                                   crossing(message, band, taken ? message.to_step : ++after_end));
            last = y;
            bottom_ = std::max(bottom_, y + kPill);
            if (message.end == Message::End::on_its_way) {
                waiting_.emplace_back(band, y);
            }
            body_ += fmt::format(
                "<path class=\"{}\" d=\"M{} {}L{} {}{}\"/>\n", taken ? "arrow" : "open",
                layout_.lanes[message.from_lane], middle(message.from_step), band, y,
                taken
                    ? fmt::format("L{} {}", layout_.lanes[message.to_lane], middle(message.to_step))
                    : std::string{});
            pill(message, band, y, layout_.pipe_width[side]);
        }
    }

    void pill(const Message& message, int x, int y, int width) {
        const bool lost = message.end == Message::End::lost;
        labels_ += fmt::format(
            "<g><title>{}</title><rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
            "rx=\"9\"/><text x=\"{}\" y=\"{}\" class=\"frame\">{}</text></g>\n",
            xml_text(message.text + (lost ? ", lost" : "")), lost ? "pill lost" : "pill",
            x - width / 2, y - kPill / 2, width, kPill, x, y + 4,
            xml_text(cut_to((lost ? "lost: " : "") + message.text, kMostFrameColumns)));
    }

    void ending() {
        const Property& property = *find_property(drawing_.trace.property);
        if (drawing_.ended && drawing_.trace.verdict == PropertyVerdict::violated &&
            property.kind != PropertyKind::always && property.kind != PropertyKind::sometimes) {
            paragraph("words bad",
                      property.kind == PropertyKind::no_deadlock
                          ? "After the last step nothing can happen any more."
                          : "After the last step no order of events answers every request.",
                      9);
        }
        std::string_view left = drawing_.conclusion;
        while (!left.empty()) {
            const std::string_view line = left.substr(0, left.find('\n'));
            left.remove_prefix(std::min(left.size(), line.size() + 1));
            const std::string_view words =
                line.substr(std::min(line.size(), line.find_first_not_of(' ')));
            const bool told = words == property.meaning || words.starts_with(property.name);
            if (!words.empty() && !told) {
                paragraph("words", words, kText);
            }
        }
        if (drawing_.no_return) {
            paragraph("words", to_text(*drawing_.no_return, drawing_.trace), kText);
        }
        paragraph("faint", drawing_.note, kText);
    }

    const Drawing& drawing_;
    const SpaceTime& picture_;
    Layout layout_;
    std::string body_;
    std::string labels_;
    std::vector<std::pair<int, int>> waiting_;  // where frames stand that nobody took
    int y_ = 0;                                 // of the line that was written last
    int bottom_ = 0;                            // of the lanes
};

}  // namespace

std::string to_svg(const Drawing& drawing) {
    return Painter{drawing}.paint();
}

}  // namespace sim
