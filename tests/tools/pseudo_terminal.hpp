#pragma once
// h2sim on a terminal of its own: a test types, looks at what is written, resizes it, hangs up.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>
#include <termios.h>

namespace command {

class PseudoTerminal {
  public:
    using Environment = std::vector<std::pair<std::string, std::string>>;

    // Starts h2sim with the terminal as its controlling one, and as standard input, output and
    // error.
    PseudoTerminal(const std::vector<std::string>& arguments, unsigned short columns,
                   unsigned short rows, const std::string& folder = "/usr",
                   const Environment& environment = {});
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;
    ~PseudoTerminal();

    void type(std::string_view octets) const;
    // Reads until the text has been written since the last await; fails the test after ten seconds.
    // What was written up to then.
    std::string await(std::string_view text);
    void resize(unsigned short columns, unsigned short rows) const;
    void signal(int number) const;
    // Whether the process is stopped, as Ctrl-Z does; waits for it.
    [[nodiscard]] bool await_stop() const;
    // The other end is gone.
    void hang_up();
    // Waits for the end: exit code, or 128 + n if signal n killed it.
    int await_end();

    [[nodiscard]] termios settings() const;
    [[nodiscard]] const std::string& all() const { return all_; }  // everything written so far

  private:
    bool read_more();

    int master_ = -1;
    int keeper_ = -1;  // an end that stays open, so that its settings can be read
    pid_t child_ = -1;
    std::string all_;
    std::size_t seen_ = 0;
};

}  // namespace command
