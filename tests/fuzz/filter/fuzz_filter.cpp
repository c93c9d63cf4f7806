#include "services/query/filter_parser.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// Any text: the parser answers with a tree or with an error inside the text, colours and completion
// stay inside it, and what can be a column is written so that it reads back as itself.

using namespace binnacle;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void checkColumn(const RunColumn& column)
{
    const auto back = columnFromText(columnText(column));
    require(back && *back == column);
}

void checkTree(const FilterNode& node)
{
    for (const auto& child : node.children)
        checkTree(child);
    if (node.kind == FilterNode::Kind::Compare || node.kind == FilterNode::Kind::In ||
        node.kind == FilterNode::Kind::IsNull)
        checkColumn(node.column);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto tree = parseFilter(text)) {
        checkTree(*tree);
    } else {
        const auto& error = tree.error();
        require(error.length > 0 && error.position + error.length <= text.size());
        require(!error.message.empty());
    }
    std::size_t end = 0;
    for (const auto& token : tokenizeFilter(text)) {
        require(token.length > 0 && token.position >= end);
        end = token.position + token.length;
    }
    require(end <= text.size());
    for (std::size_t cursor = 0; cursor <= text.size(); cursor += 1 + text.size() / 16)
        require(expectationAt(text, cursor).replaceFrom <= cursor);
    for (const auto kind : {RunColumn::Kind::Metric, RunColumn::Kind::Param, RunColumn::Kind::Tag})
        checkColumn({kind, text, RunColumn::Stat::Last});
    if (const auto column = columnFromText(text))
        checkColumn(*column);
    return 0;
}
