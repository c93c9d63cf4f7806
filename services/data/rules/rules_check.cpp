#include "services/data/rules/rules_check.h"

#include "services/data/profile/number_counts.h"
#include "services/data/row_filter.h"
#include "services/data/rules/rule_sql.h"
#include "services/data/sql_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

constexpr auto exampleCount = "5";
constexpr std::size_t exampleColumnCount = 12;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

bool isRowWise(DataRule::Kind kind)
{
    using Kind = DataRule::Kind;
    return kind == Kind::Range || kind == Kind::Set || kind == Kind::NotSet ||
           kind == Kind::Pattern || kind == Kind::Length || kind == Kind::Expression;
}

// Tries the rules of one dataset. Each function fills in one result.
class Trial
{
public:
    Trial(const Dataset& data, const RuleOptions& options) : data_(data), options_(options) {}

    Result<std::vector<RuleResult>> run(std::span<const DataRule> rules);

private:
    Engine& engine() const { return *data_.engine; }
    QueryOptions query() const { return {options_.stop, {}}; }

    Result<void> countRows();
    bool prepared(RuleResult& result) const;
    Result<void> tryRowWise(std::vector<RuleResult>& results);
    Result<void> tryOne(RuleResult& result);
    void tryType(RuleResult& result) const;
    void tryNoOthers(RuleResult& result) const;
    void tryRows(RuleResult& result) const;
    Result<void> tryMissing(RuleResult& result);
    Result<void> tryUnique(RuleResult& result);
    Result<void> tryOutliers(RuleResult& result);
    Result<void> tryFresh(RuleResult& result);
    Result<void> tryReference(RuleResult& result);
    Result<void> takeExamples(RuleResult& result, const std::string& from);
    Result<void> judgeRows(RuleResult& result, const std::string& failing);

    const Dataset& data_;
    const RuleOptions& options_;
    std::int64_t rows_ = 0;
};

void breakRule(RuleResult& result, const QString& why)
{
    result.broken = true;
    result.passed = false;
    result.message = why;
}

QString shareText(std::int64_t part, std::int64_t whole)
{
    return whole == 0
               ? QStringLiteral("0%")
               : QString::number(100.0 * static_cast<double>(part) / static_cast<double>(whole),
                                 'g', 4) +
                     QLatin1Char('%');
}

Result<void> Trial::countRows()
{
    if (data_.rows) {
        rows_ = *data_.rows;
        return {};
    }
    const auto row = rowOf(engine(), "SELECT count(*) FROM " + data_.relation, query());
    if (!row)
        return failure(row.error());
    rows_ = row->at(0).toInteger();
    return {};
}

// Is all there that the rule speaks of?
bool Trial::prepared(RuleResult& result) const
{
    using Kind = DataRule::Kind;
    const auto& rule = result.rule;
    if (rule.kind == Kind::NoOthers)
        return true;
    for (const auto& column : rule.columns) {
        if (data_.column(column))
            continue;
        breakRule(result, tr("There is no column “%1”.").arg(QString::fromStdString(column)));
        return false;
    }
    if (rule.kind == Kind::Expression) {
        if (const auto checked = checkFilter(data_, rule.text); !checked) {
            breakRule(result, checked.error().message);
            return false;
        }
    }
    return true;
}

Result<void> Trial::takeExamples(RuleResult& result, const std::string& from)
{
    std::vector<std::string> shown;
    const auto add = [&](const std::string& column) {
        if (shown.size() < exampleColumnCount && std::ranges::find(shown, column) == shown.end())
            shown.push_back(column);
    };
    std::ranges::for_each(result.rule.columns, add);
    for (const auto& column : data_.columns)
        add(column.name);
    std::vector<std::string> cells;
    if (data_.randomAccess) {
        cells.push_back("d.rowid + 1");
        result.exampleColumns.push_back(tr("row").toStdString());
    }
    for (const auto& column : shown) {
        cells.push_back("left(CAST(d." + sqlName(column) + " AS VARCHAR), 200)");
        result.exampleColumns.push_back(column);
    }
    const auto rows = rowsOf(
        engine(), "SELECT " + joined(cells, ", ") + from + " LIMIT " + exampleCount, query());
    if (!rows)
        return failure(rows.error());
    for (const auto& row : *rows) {
        auto& example = result.examples.emplace_back();
        for (const auto& cell : row)
            example.push_back(cell.integer ? std::to_string(*cell.integer) : cell.text);
    }
    return {};
}

Result<void> Trial::judgeRows(RuleResult& result, const std::string& failing)
{
    const auto allowed =
        (1 - result.rule.share) * static_cast<double>(result.checked) * (1 + 1e-12);
    result.passed = static_cast<double>(result.failed) <= allowed;
    result.message = tr("%1 of %2 rows fail (%3)")
                         .arg(result.failed)
                         .arg(result.checked)
                         .arg(shareText(result.failed, result.checked));
    if (result.failed == 0)
        return {};
    return takeExamples(result, " FROM " + data_.relation + " d WHERE " + failing);
}

// All in one pass; where that fails (a cast, say), each by itself, so that one does not hide
// others.
Result<void> Trial::tryRowWise(std::vector<RuleResult>& results)
{
    std::vector<RuleResult*> rowWise;
    for (auto& result : results)
        if (isRowWise(result.rule.kind) && !result.broken)
            rowWise.push_back(&result);
    if (rowWise.empty())
        return {};
    const auto count = [&](std::span<RuleResult* const> some) -> Result<void> {
        std::vector<std::string> counts;
        for (const auto* result : some) {
            counts.push_back("count_if(" + lookedAtRow(result->rule) + ")::BIGINT");
            counts.push_back("count_if(" + failingRow(data_, result->rule) + ")::BIGINT");
        }
        const auto row =
            rowOf(engine(), "SELECT " + joined(counts, ", ") + " FROM " + data_.relation, query());
        if (!row)
            return failure(row.error());
        for (std::size_t i = 0; i < some.size(); ++i) {
            some[i]->checked = (*row)[2 * i].toInteger();
            some[i]->failed = (*row)[2 * i + 1].toInteger();
        }
        return {};
    };
    auto counted = count(rowWise);
    if (!counted && counted.error().kind != Error::Kind::Invalid)
        return counted;
    for (auto* result : rowWise) {
        if (!counted) {
            const std::array one = {result};
            if (auto alone = count(one); !alone) {
                if (alone.error().kind != Error::Kind::Invalid)
                    return alone;
                breakRule(*result, alone.error().message);
                continue;
            }
        }
        if (auto judged = judgeRows(*result, failingRow(data_, result->rule)); !judged)
            return judged;
    }
    return {};
}

void Trial::tryType(RuleResult& result) const
{
    const auto* column = data_.column(result.rule.columns.front());
    result.passed = typeFits(*column, result.rule.text);
    result.message = tr("It is %1.").arg(QString::fromStdString(column->type));
}

void Trial::tryNoOthers(RuleResult& result) const
{
    QStringList others;
    for (const auto& column : data_.columns)
        if (std::ranges::find(result.rule.columns, column.name) == result.rule.columns.end())
            others.append(QString::fromStdString(column.name));
    result.failed = others.size();
    result.passed = others.isEmpty();
    result.message = others.isEmpty() ? tr("None.") : others.join(u", ");
}

void Trial::tryRows(RuleResult& result) const
{
    const auto rows = static_cast<double>(rows_);
    const auto number = [](const std::string& text) { return std::stod(text); };
    result.passed = (!result.rule.min || rows >= number(*result.rule.min)) &&
                    (!result.rule.max || rows <= number(*result.rule.max));
    result.checked = rows_;
    result.message = tr("There are %1.").arg(rows_);
}

Result<void> Trial::tryMissing(RuleResult& result)
{
    const auto* column = data_.column(result.rule.columns.front());
    const auto name = sqlName(column->name);
    auto missing = name + " IS NULL";
    if (column->type == "DOUBLE" || column->type == "FLOAT")
        missing += " OR isnan(" + name + ")";
    const auto row =
        rowOf(engine(), "SELECT count_if(" + missing + ")::BIGINT FROM " + data_.relation, query());
    if (!row)
        return failure(row.error());
    result.checked = rows_;
    result.failed = row->at(0).toInteger();
    result.passed = static_cast<double>(result.failed) <=
                    result.rule.limit * static_cast<double>(rows_) * (1 + 1e-12);
    result.message = tr("%1 of %2 rows have no value (%3)")
                         .arg(result.failed)
                         .arg(rows_)
                         .arg(shareText(result.failed, rows_));
    if (result.passed)
        return {};
    return takeExamples(result, " FROM " + data_.relation + " d WHERE " + missing);
}

Result<void> Trial::tryUnique(RuleResult& result)
{
    std::vector<std::string> names;
    std::vector<std::string> present;
    for (const auto& column : result.rule.columns) {
        names.push_back(sqlName(column));
        present.push_back(names.back() + " IS NOT NULL");
    }
    const auto groups = "(SELECT " + joined(names, ", ") + ", count(*) AS binnacle_n FROM " +
                        data_.relation + " WHERE " + joined(present, " AND ") + " GROUP BY " +
                        joined(names, ", ") + ")";
    const auto row = rowOf(engine(),
                           "SELECT sum(binnacle_n), sum(CASE WHEN binnacle_n > 1 THEN binnacle_n "
                           "END), count_if(binnacle_n > 1)::BIGINT FROM " +
                               groups,
                           query());
    if (!row)
        return failure(row.error());
    result.checked = static_cast<std::int64_t>(row->at(0).number.value_or(0));
    result.failed = static_cast<std::int64_t>(row->at(1).number.value_or(0));
    result.passed = result.failed == 0;
    result.message = tr("%1 values occur more than once, in %2 rows")
                         .arg(row->at(2).toInteger())
                         .arg(result.failed);
    if (result.passed)
        return {};
    for (auto& name : names)
        name = "CAST(" + name + " AS VARCHAR)";
    const auto rows =
        rowsOf(engine(),
               "SELECT " + joined(names, ", ") + ", binnacle_n FROM " + groups +
                   " WHERE binnacle_n > 1 ORDER BY binnacle_n DESC, 1 LIMIT " + exampleCount,
               query());
    if (!rows)
        return failure(rows.error());
    result.exampleColumns = result.rule.columns;
    result.exampleColumns.push_back(tr("times").toStdString());
    for (const auto& found : *rows) {
        auto& example = result.examples.emplace_back();
        for (const auto& cell : found)
            example.push_back(cell.integer ? std::to_string(*cell.integer) : cell.text);
    }
    return {};
}

Result<void> Trial::tryOutliers(RuleResult& result)
{
    const auto* column = data_.column(result.rule.columns.front());
    const auto number = numberExpression(*column);
    if (number.empty()) {
        breakRule(
            result,
            tr("Outliers are of numbers: it is %1.").arg(QString::fromStdString(column->type)));
        return {};
    }
    const auto row =
        rowOf(engine(),
              "SELECT min(" + number + "), max(" + number + "), count(" + number +
                  "), approx_count_distinct(" + sqlName(column->name) + ") FROM " + data_.relation,
              query());
    if (!row)
        return failure(row.error());
    ColumnProfile profile;
    profile.column = *column;
    profile.rows = rows_;
    profile.min = row->at(0).number;
    profile.max = row->at(1).number;
    profile.distinct = row->at(3).toInteger();
    if (auto counted = countNumbers(data_, profile, query()); !counted)
        return counted;
    const auto outliers = profile.outliers.value_or(Outliers{});
    result.checked = row->at(2).toInteger();
    result.failed = outliers.low + outliers.high;
    result.passed = static_cast<double>(result.failed) <=
                    result.rule.limit * static_cast<double>(result.checked) * (1 + 1e-12);
    result.message = tr("%1 of %2 lie outside %3 to %4 (%5)")
                         .arg(result.failed)
                         .arg(result.checked)
                         .arg(outliers.lowFence)
                         .arg(outliers.highFence)
                         .arg(shareText(result.failed, result.checked));
    if (result.passed)
        return {};
    return takeExamples(result, " FROM " + data_.relation + " d WHERE " + number + " < " +
                                    sqlNumber(outliers.lowFence) + " OR " + number + " > " +
                                    sqlNumber(outliers.highFence));
}

Result<void> Trial::tryFresh(RuleResult& result)
{
    const auto* column = data_.column(result.rule.columns.front());
    if (!isTemporal(column->kind)) {
        breakRule(result, tr("Freshness is of dates and times: it is %1.")
                              .arg(QString::fromStdString(column->type)));
        return {};
    }
    const auto row = rowOf(
        engine(), "SELECT max(" + numberExpression(*column) + ") FROM " + data_.relation, query());
    if (!row)
        return failure(row.error());
    result.checked = rows_;
    if (!row->at(0).number) {
        result.message = tr("It has no value.");
        return {};
    }
    const double newest = *row->at(0).number;
    const double age = static_cast<double>(options_.now) / 1e3 - newest / 1e6;
    result.passed = age <= result.rule.seconds;
    result.message = tr("The newest is %1: %2 hours old.")
                         .arg(QString::fromStdString(timeText(newest, column->kind)))
                         .arg(age / 3600, 0, 'f', 1);
    return {};
}

Result<void> Trial::tryReference(RuleResult& result)
{
    if (!options_.reference) {
        breakRule(result, tr("Other datasets can not be opened here."));
        return {};
    }
    const auto other = options_.reference(result.rule.text);
    if (!other) {
        if (other.error().kind == Error::Kind::Cancelled)
            return failure(other.error());
        breakRule(result, other.error().message);
        return {};
    }
    if (!other->column(result.rule.key)) {
        breakRule(result, tr("%1 has no column “%2”.")
                              .arg(QString::fromStdString(result.rule.text),
                                   QString::fromStdString(result.rule.key)));
        return {};
    }
    const auto name = "d." + sqlName(result.rule.columns.front());
    const auto from = " FROM " + data_.relation + " d WHERE " + name +
                      " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " + other->relation +
                      " o WHERE CAST(o." + sqlName(result.rule.key) + " AS VARCHAR) = CAST(" +
                      name + " AS VARCHAR))";
    const auto row = rowOf(engine(),
                           "SELECT (SELECT count(" + sqlName(result.rule.columns.front()) +
                               ") FROM " + data_.relation + "), (SELECT count(*)" + from + ")",
                           query());
    if (!row)
        return failure(row.error());
    result.checked = row->at(0).toInteger();
    result.failed = row->at(1).toInteger();
    result.passed = static_cast<double>(result.failed) <=
                    (1 - result.rule.share) * static_cast<double>(result.checked) * (1 + 1e-12);
    result.message = tr("%1 of %2 values are not there (%3)")
                         .arg(result.failed)
                         .arg(result.checked)
                         .arg(shareText(result.failed, result.checked));
    return result.failed == 0 ? Result<void>() : takeExamples(result, from);
}

Result<void> Trial::tryOne(RuleResult& result)
{
    using Kind = DataRule::Kind;
    switch (result.rule.kind) {
    case Kind::Exists:
        result.passed = true;
        return {};
    case Kind::Type:
        tryType(result);
        return {};
    case Kind::NoOthers:
        tryNoOthers(result);
        return {};
    case Kind::Rows:
        tryRows(result);
        return {};
    case Kind::Missing:
        return tryMissing(result);
    case Kind::Unique:
        return tryUnique(result);
    case Kind::Outliers:
        return tryOutliers(result);
    case Kind::Fresh:
        return tryFresh(result);
    case Kind::Reference:
        return tryReference(result);
    default:
        return {};
    }
}

Result<std::vector<RuleResult>> Trial::run(std::span<const DataRule> rules)
{
    if (auto counted = countRows(); !counted)
        return failure(counted.error());
    std::vector<RuleResult> results;
    for (const auto& rule : rules) {
        auto& result = results.emplace_back();
        result.rule = rule;
        result.title = ruleTitle(rule);
        prepared(result);
    }
    if (auto tried = tryRowWise(results); !tried)
        return failure(tried.error());
    std::size_t done = 0;
    for (auto& result : results) {
        if (!result.broken && !isRowWise(result.rule.kind))
            if (auto tried = tryOne(result); !tried)
                return failure(tried.error());
        if (options_.progress)
            options_.progress(static_cast<double>(++done) / static_cast<double>(results.size()));
    }
    return results;
}

} // namespace

Result<std::vector<RuleResult>> checkRules(const Dataset& data, std::span<const DataRule> rules,
                                           const RuleOptions& options)
{
    return Trial(data, options).run(rules);
}

bool allPassed(std::span<const RuleResult> results)
{
    return std::ranges::all_of(results, &RuleResult::passed);
}

} // namespace binnacle
