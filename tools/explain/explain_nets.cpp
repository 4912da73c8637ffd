// Nets, by their names and by the words that people use for such designs; and the words of a net's
// own file.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/net/net_reader.hpp"
#include "sim/net/net_words.hpp"
#include "tools/explain/explain.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

void explain_words(Explanations& all) {
    for (const std::string_view verb : sim::net_verb_names()) {
        Explanation each{"net verb", verb, meaning(*sim::net_verb_of(verb))};
        each.example = {fmt::format(R"("do": "{}")", verb)};
        all.push_back(std::move(each));
    }
    for (const std::string_view name : sim::item_class_names()) {
        Explanation each{"net class", name, meaning(*sim::item_class_of(name))};
        each.example = {fmt::format(R"("take": "{} from queue")", name)};
        all.push_back(std::move(each));
    }
}

}  // namespace

void explain_nets(Explanations& all, const ScenarioFiles& files) {
    for (const auto& [name, file] : known_files_in(files.net_folders("-"))) {
        const auto net = parsed_file(file, sim::parse_net);
        if (!net) {
            continue;
        }
        Explanation each{"net", name,
                         net->why.empty() ? net->title + "." : net->title + ". " + net->why};
        each.facts = {{"threads", joined(sim::names_of(net->threads))},
                      {"places", joined(sim::names_of(net->places))}};
        if (!net->words.empty()) {
            each.facts.emplace_back("people say", joined(net->words));
        }
        each.also = net->words;
        each.example = {fmt::format(R"("server": {{"net": "{}"}})", name),
                        fmt::format("h2sim net {}", shell_word(name)),
                        fmt::format("h2sim new --from-net {} | h2sim explore -", shell_word(name))};
        all.push_back(std::move(each));
    }
    explain_words(all);
}

}  // namespace tools
