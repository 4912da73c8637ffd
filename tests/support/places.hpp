#pragma once
// Where things lie on this machine. One source knows it, so that all others compile alike wherever
// the checkout is.

#include <string>

std::string source_root();    // the checkout, without a '/' at the end
std::string h2sim_program();  // the command that was built
