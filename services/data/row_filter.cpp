#include "services/data/row_filter.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <string_view>
#include <utility>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

constexpr std::string_view beforeExpression = "SELECT 1 FROM t WHERE (";

RowFilterFault invalid(const QString& message)
{
    return {{Error::Kind::Invalid, message, {}}, std::nullopt};
}

// The engine's own parser says what was written: its tree as JSON.
tl::expected<QJsonObject, RowFilterFault> parsed(Engine& engine, const std::string& expression)
{
    // The newline ends a comment; the brackets must be closed by what is written.
    const auto row = rowOf(engine, "SELECT json_serialize_sql(" +
                                       sqlText(std::string(beforeExpression) + expression + "\n)") +
                                       ")::VARCHAR");
    if (!row)
        return tl::unexpected(RowFilterFault{row.error(), std::nullopt});
    const auto tree =
        QJsonDocument::fromJson(QByteArray::fromStdString(row->at(0).toText())).object();
    if (tree[u"error"].toBool()) {
        auto fault =
            invalid(tr("The filter can not be read: %1").arg(tree[u"error_message"].toString()));
        bool known = false;
        const auto place = tree[u"position"].toString().toULongLong(&known);
        if (known)
            fault.position = std::clamp<std::size_t>(place, beforeExpression.size(),
                                                     beforeExpression.size() + expression.size()) -
                             beforeExpression.size();
        return tl::unexpected(std::move(fault));
    }
    const auto statements = tree[u"statements"].toArray();
    if (statements.size() != 1)
        return tl::unexpected(invalid(tr("A filter is one expression.")));
    return statements[0][u"node"].toObject();
}

// The engine points with a sign below an excerpt of the line: "LINE 1: …(foo > 3\n    ^". Columns
// are those of a screen: some letters take two.
std::size_t columnsOf(const QString& letter)
{
    const auto code = letter.toUcs4().value(0);
    const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                      (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                      (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                      (code >= 0x1F300 && code <= 0x1FAFF);
    return wide ? 2 : 1;
}

// What stands before the sign, as text.
QString beforeSign(const QString& excerpt, std::size_t columns)
{
    QString before;
    std::size_t at = 0;
    for (qsizetype i = 0; i < excerpt.size() && at < columns;) {
        const qsizetype units = excerpt.at(i).isHighSurrogate() ? 2 : 1;
        const auto letter = excerpt.mid(i, units);
        at += columnsOf(letter);
        before += letter;
        i += units;
    }
    return before;
}

std::optional<std::size_t> placeIn(const QString& engineWords, const std::string& query,
                                   std::size_t from)
{
    static const QRegularExpression pattern(QStringLiteral("LINE \\d+: (.*)\n( *)\\^"));
    const auto match = pattern.match(engineWords);
    if (!match.hasMatch())
        return std::nullopt;
    auto excerpt = match.captured(1);
    const auto head = match.captured(0).indexOf(excerpt); // "LINE 1: "
    auto before =
        beforeSign(excerpt, static_cast<std::size_t>(std::max<qsizetype>(
                                0, match.captured(2).size() - static_cast<qsizetype>(head))));
    for (auto* text : {&excerpt, &before})
        if (text->startsWith(QStringLiteral("...")))
            *text = text->mid(3);
    if (excerpt.endsWith(QStringLiteral("...")))
        excerpt.chop(3);
    const auto found = query.find(excerpt.toStdString());
    if (excerpt.isEmpty() || found == std::string::npos)
        return std::nullopt;
    const auto place = found + before.toStdString().size();
    return place < from ? std::nullopt : std::optional(place - from);
}

QString refusedIn(const QJsonValue& value, int depth)
{
    if (depth > 200)
        return tr("The filter is nested too deeply.");
    if (value.isArray()) {
        for (const auto entry : value.toArray())
            if (auto reason = refusedIn(entry, depth + 1); !reason.isEmpty())
                return reason;
        return {};
    }
    if (!value.isObject())
        return {};
    const auto object = value.toObject();
    const auto kind = object[u"class"].toString();
    if (kind == u"SUBQUERY")
        return tr("A filter has no sub-query: it is an expression over the columns.");
    if (kind == u"WINDOW")
        return tr("A filter has no window function.");
    if (kind == u"PARAMETER")
        return tr("A filter has no parameters.");
    for (const auto& entry : object)
        if (auto reason = refusedIn(entry, depth + 1); !reason.isEmpty())
            return reason;
    return {};
}

// "1) ORDER BY (2": closes the bracket and goes on.
bool isOnlyWhere(const QJsonObject& node)
{
    return node[u"type"].toString() == u"SELECT_NODE" && node[u"modifiers"].toArray().isEmpty() &&
           node[u"having"].isNull() && node[u"qualify"].isNull() &&
           node[u"group_expressions"].toArray().isEmpty() && node[u"sample"].isNull() &&
           node[u"from_table"][u"type"].toString() == u"BASE_TABLE";
}

} // namespace

std::optional<RowFilterFault> filterFault(const Dataset& data, const std::string& expression)
{
    const auto tree = parsed(*data.engine, expression);
    if (!tree)
        return tree.error();
    if (!isOnlyWhere(*tree))
        return invalid(tr("A filter is one expression."));
    if (const auto reason = refusedIn(tree->value(u"where_clause"), 0); !reason.isEmpty())
        return invalid(reason);
    const auto before = "SELECT 1 FROM " + data.relation + " WHERE (";
    const auto query = before + expression + "\n)";
    const auto bound = data.engine->describe(query);
    if (bound)
        return std::nullopt;
    return RowFilterFault{bound.error(), placeIn(bound.error().detail, query, before.size())};
}

Result<void> checkFilter(const Dataset& data, const std::string& expression)
{
    if (auto fault = filterFault(data, expression))
        return failure(std::move(fault->error));
    return {};
}

} // namespace binnacle
