// Frames and findings, a line for each.

#include <string>

#include <fmt/format.h>

#include "tools/commands/decode_listing.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools {

void PiecedOutput::add(std::string_view text) {
    constexpr std::size_t kPiece = 65'536;
    text_ += text;
    if (text_.size() > kPiece) {
        flush();
    }
}

void PiecedOutput::flush() {
    write_out(text_);
    text_.clear();
}

namespace {

class TextListing : public DecodeListing {
  public:
    explicit TextListing(bool colour) : colour_{colour} {}

    void begin(const WireReader::Preface& preface) override {
        output_.add(
            fmt::format("[client 0] client connection preface <length={}>\n", preface.octets));
        add_findings(preface.findings);
    }
    void add(const WireReader::Item& item) override {
        const std::string text = item.frame ? frame_text(Direction::seen, item.header, *item.frame)
                                            : frame_line(Direction::seen, item.header);
        output_.add(fmt::format("[{} {}] {}", name_of(item.sender), item.offset, text));
        add_findings(item.findings);
    }
    void add(h2::Role sender, const WireReader::Rest& rest) override {
        const std::string what = rest.octets == 0
                                     ? std::string{"the octets end"}
                                     : fmt::format("{} {}", counted(rest.octets, "octet"),
                                                   rest.octets == 1 ? "is left" : "are left");
        const std::string text =
            fmt::format("[{} {}] {}: {}", name_of(sender), rest.offset, what, rest.reason);
        output_.add(toned(text, Tone::bad, colour_) + "\n");
        add_findings(rest.findings);
    }
    void end(std::span<const h2::Finding> owed) override {
        if (!owed.empty()) {
            output_.add("At the end:\n");
            add_findings(owed);
        }
        output_.flush();
    }

  private:
    void add_findings(std::span<const h2::Finding> findings) {
        for (const h2::Finding& finding : findings) {
            const Tone tint = convicts(finding) ? Tone::bad : Tone::open;
            output_.add(fmt::format("{}{}\n", kFrameDetail,
                                    toned("=> " + finding_text(finding), tint, colour_)));
        }
    }

    bool colour_;
    PiecedOutput output_;
};

}  // namespace

std::unique_ptr<DecodeListing> decode_as_text(bool colour) {
    return std::make_unique<TextListing>(colour);
}

}  // namespace tools
