// The escapes of XML that HTML knows too.

#include "sim/text/xml_text.hpp"

#include "sim/text/printable.hpp"

namespace sim {

std::string xml_text(std::string_view text) {
    std::string result;
    for (const char letter : printable(text, text.size())) {
        switch (letter) {
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '&': result += "&amp;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&apos;"; break;
            default: result += letter;  // a character
        }
        // U+FFFE and U+FFFF are valid UTF-8, but no characters of XML.
        if (result.ends_with("\xEF\xBF\xBE") || result.ends_with("\xEF\xBF\xBF")) {
            result.replace(result.size() - 3, 3, "\xEF\xBF\xBD");  // U+FFFD
        }
    }
    return result;
}

}  // namespace sim
