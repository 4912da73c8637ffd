#pragma once
// Whether a picture or page is well-formed, for files whose tags have no '>' in their attributes.

#include <cstddef>
#include <string>
#include <vector>

namespace support {

// Every tag that is opened is closed, in order, and '&' only begins entities.
inline bool is_well_formed(const std::string& xml) {
    std::vector<std::string> open;
    for (std::size_t at = 0; at < xml.size(); ++at) {
        if (xml[at] == '&') {
            const std::string entity = xml.substr(at, xml.find(';', at) - at);
            if (entity != "&lt" && entity != "&gt" && entity != "&amp" && entity != "&quot" &&
                entity != "&apos") {
                return false;
            }
        }
        if (xml[at] != '<') {
            continue;
        }
        const std::size_t end = xml.find('>', at);
        if (xml[at + 1] == '/') {
            if (open.empty() || open.back() != xml.substr(at + 2, end - at - 2)) {
                return false;
            }
            open.pop_back();
        } else if (xml[end - 1] != '/') {
            open.push_back(xml.substr(at + 1, xml.find_first_of(" >\n", at) - at - 1));
        }
    }
    return open.empty();
}

}  // namespace support
