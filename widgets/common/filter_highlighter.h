#pragma once

#include "services/query/filter_parser.h"

#include <QSyntaxHighlighter>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// Colours of a filter by the classes of its tokens; the error is marked by a wavy line.
class FilterHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    using Tokenizer = std::function<std::vector<FilterToken>(const std::string&)>;

    FilterHighlighter(QTextDocument* document, Tokenizer tokenizer);
    void setError(const std::optional<FilterError>& error);

protected:
    void highlightBlock(const QString& text) override;

private:
    Tokenizer tokenizer_;
    std::optional<FilterError> error_;
};

// Positions in a filter are bytes of its UTF-8; those in the editor are UTF-16 units.
int editorPosition(const std::string& text, std::size_t bytes);

} // namespace binnacle
