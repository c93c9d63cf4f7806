#include "services/data/row_filter.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// The engine's own parser says what was written: its tree as JSON.
Result<QJsonObject> parsed(Engine& engine, const std::string& expression)
{
    // The newline ends a comment; the brackets must be closed by what is written.
    const auto row =
        rowOf(engine, "SELECT json_serialize_sql(" +
                          sqlText("SELECT 1 FROM t WHERE (" + expression + "\n)") + ")::VARCHAR");
    if (!row)
        return failure(row.error());
    const auto tree =
        QJsonDocument::fromJson(QByteArray::fromStdString(row->at(0).toText())).object();
    if (tree[u"error"].toBool())
        return failure(Error::Kind::Invalid,
                       tr("The filter can not be read: %1").arg(tree[u"error_message"].toString()));
    const auto statements = tree[u"statements"].toArray();
    if (statements.size() != 1)
        return failure(Error::Kind::Invalid, tr("A filter is one expression."));
    return statements[0][u"node"].toObject();
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

Result<void> checkFilter(const Dataset& data, const std::string& expression)
{
    const auto tree = parsed(*data.engine, expression);
    if (!tree)
        return failure(tree.error());
    if (!isOnlyWhere(*tree))
        return failure(Error::Kind::Invalid, tr("A filter is one expression."));
    if (const auto reason = refusedIn(tree->value(u"where_clause"), 0); !reason.isEmpty())
        return failure(Error::Kind::Invalid, reason);
    const auto bound =
        data.engine->describe("SELECT 1 FROM " + data.relation + " WHERE (" + expression + "\n)");
    if (!bound)
        return failure(bound.error());
    return {};
}

} // namespace binnacle
