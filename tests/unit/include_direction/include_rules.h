#pragma once

#include <string>
#include <vector>

// Which folder may include which: the arrows of the house point down only.

struct Include
{
    std::string file; // from the repository root, "widgets/runs/runs_page.cpp"
    int line = 0;
    std::string target; // what stands between the quotes or brackets
    bool quoted = false;
};

struct Violation
{
    Include include;
    std::string reason;
};

// The #include lines of one file's text.
std::vector<Include> includesOf(const std::string& file, const std::string& text);

// Empty: allowed.
std::string reasonAgainst(const Include& include);
