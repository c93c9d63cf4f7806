#include "widgets/common/filter_highlighter.h"

#include "widgets/common/theme.h"

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

QColor colourOf(FilterToken::Class tokenClass)
{
    const Theme& theme = Theme::current();
    switch (tokenClass) {
    case FilterToken::Class::Identifier:
        return theme.accentText;
    case FilterToken::Class::Number:
    case FilterToken::Class::String:
        return theme.good;
    case FilterToken::Class::Error:
        return theme.bad;
    case FilterToken::Class::Keyword:
    case FilterToken::Class::Operator:
        return theme.mutedText;
    case FilterToken::Class::Parenthesis:
        break;
    }
    return theme.text;
}

} // namespace

int editorPosition(const std::string& text, std::size_t bytes)
{
    const auto length = static_cast<qsizetype>(std::min(bytes, text.size()));
    return static_cast<int>(QString::fromUtf8(text.data(), length).size());
}

FilterHighlighter::FilterHighlighter(QTextDocument* document, Tokenizer tokenizer)
    : QSyntaxHighlighter(document), tokenizer_(std::move(tokenizer))
{
}

void FilterHighlighter::setError(const std::optional<FilterError>& error)
{
    error_ = error;
    rehighlight();
}

void FilterHighlighter::highlightBlock(const QString& text)
{
    const std::string bytes = text.toStdString();
    for (const auto& token : tokenizer_(bytes)) {
        const int from = editorPosition(bytes, token.position);
        const int to = editorPosition(bytes, token.position + token.length);
        QTextCharFormat format;
        format.setForeground(colourOf(token.tokenClass));
        setFormat(from, to - from, format);
        // The entity steps back behind the key: metrics.val_accuracy
        const qsizetype dot = text.indexOf(QLatin1Char('.'), from);
        if (token.tokenClass == FilterToken::Class::Identifier && dot > from && dot < to) {
            format.setForeground(Theme::current().text);
            setFormat(static_cast<int>(dot), to - static_cast<int>(dot), format);
        }
    }
    if (!error_ || text.isEmpty())
        return;
    const int length = static_cast<int>(text.size());
    const int from = std::min(editorPosition(bytes, error_->position), length - 1);
    const int to =
        std::max(from + 1, editorPosition(bytes, error_->position +
                                                     std::max<std::size_t>(error_->length, 1)));
    for (int i = from; i < std::min(to, length); ++i) {
        QTextCharFormat marked = format(i);
        marked.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marked.setUnderlineColor(Theme::current().bad);
        setFormat(i, 1, marked);
    }
}

} // namespace binnacle
