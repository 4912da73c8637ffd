// Names, messages and commands go through xml_text(). The folders of an id are the name of the
// class, with '.' between them, so that readers group scenarios by folder.

#include "tools/reports/report_junit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/xml_text.hpp"

namespace tools {
namespace {

using sim::xml_text;

enum class Element : std::uint8_t { none, failure, error, skipped };

Element element_of(CheckStatus status) {
    switch (status) {
        case CheckStatus::passed: return Element::none;
        case CheckStatus::failed:
        case CheckStatus::incomplete:
        case CheckStatus::xpassed: return Element::failure;
        case CheckStatus::invalid:
        case CheckStatus::crashed: return Element::error;
        case CheckStatus::skipped:
        case CheckStatus::xfailed: return Element::skipped;
    }
    return Element::error;
}

std::string body_of(const CheckCase& each) {
    std::string text;
    for (const CheckFinding& finding : each.findings) {
        text += fmt::format("{}:{}: {}\n", xml_text(each.file), finding.line,
                            xml_text(finding.message));
    }
    for (const CheckCommand& command : each.commands) {
        text += fmt::format("{}: {}\n", xml_text(command.shows), xml_text(command.command));
    }
    return text;
}

std::string inside_of(const CheckCase& each) {
    const std::string message =
        each.findings.empty() ? std::string{name(each.status)} : each.findings.front().message;
    switch (element_of(each.status)) {
        case Element::none: return "";
        case Element::skipped:
            return fmt::format("      <skipped message=\"{}\"/>\n",
                               xml_text(each.reason.empty() ? "not checked to its end"
                                                            : "a known failure: " + each.reason));
        case Element::failure:
            return fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                               name(each.status), xml_text(message), body_of(each));
        case Element::error:
            return fmt::format("      <error type=\"{}\" message=\"{}\">{}</error>\n",
                               name(each.status), xml_text(message), body_of(each));
    }
    return "";
}

std::string time_text(double seconds) {
    return seconds > 0 ? fmt::format("{:.3f}", seconds) : "0";
}

// The folders of an id ("races" of "races/go"), with '.' as between packages.
std::string class_of(const std::string& label) {
    const std::size_t slash = label.rfind('/');
    std::string folders = slash == std::string::npos ? "h2sim" : label.substr(0, slash);
    std::replace(folders.begin(), folders.end(), '/', '.');
    return folders.empty() ? "h2sim" : folders;
}

std::string testcase(const CheckCase& each) {
    const std::string inside = inside_of(each);
    const std::string tag =
        fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{}\"",
                    xml_text(class_of(each.label)), xml_text(each.label), xml_text(each.file),
                    time_text(each.seconds.value_or(0)));
    return inside.empty() ? tag + "/>\n" : tag + ">\n" + inside + "    </testcase>\n";
}

}  // namespace

std::string junit_text(const CheckCases& cases) {
    const auto number = [&](Element element) {
        return std::count_if(cases.begin(), cases.end(), [&](const CheckCase& each) {
            return element_of(each.status) == element;
        });
    };
    double seconds = 0;
    std::string testcases;
    for (const CheckCase& each : cases) {
        seconds += each.seconds.value_or(0);
        testcases += testcase(each);
    }
    const std::string counts =
        fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                    cases.size(), number(Element::failure), number(Element::error),
                    number(Element::skipped), time_text(seconds));
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"h2sim\" {0}>\n"
        "  <testsuite name=\"h2sim check\" {0}>\n{1}  </testsuite>\n</testsuites>\n",
        counts, testcases);
}

}  // namespace tools
