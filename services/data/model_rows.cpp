#include "services/data/model_rows.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr std::size_t mostClasses = 1'000;
constexpr std::size_t fewValues = 20; // of numbers that are classes
constexpr double none = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

QString name(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

Error noColumn(const std::string& column)
{
    return {Error::Kind::NotFound, tr("There is no column “%1”.").arg(name(column)), {}};
}

std::string numberText(double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

std::string asNumber(const std::string& column)
{
    return "CAST(" + sqlName(column) + " AS DOUBLE)";
}

// A class in SQL: a DOUBLE or a VARCHAR.
std::string asClass(const std::string& column, bool numeric)
{
    return numeric ? asNumber(column) : "CAST(" + sqlName(column) + " AS VARCHAR)";
}

// The columns of classes that the dataset has.
std::vector<const DataColumn*> classColumns(const Dataset& data, const ModelColumns& columns)
{
    std::vector<const DataColumn*> found;
    for (const auto& each : {columns.target, columns.prediction})
        if (const auto* column = each.empty() ? nullptr : data.column(each))
            found.push_back(column);
    return found;
}

struct Values
{
    std::set<std::string> texts;
    std::set<double> numbers;
    bool floating = false;
};

Result<void> collect(const Dataset& data, const ModelColumns& columns, bool numeric, Values& values,
                     const QueryOptions& options)
{
    for (const auto* column : classColumns(data, columns)) {
        const auto rows =
            rowsOf(*data.engine,
                   "SELECT DISTINCT " + asClass(column->name, numeric) + " FROM " + data.relation,
                   options, mostClasses + 2);
        if (!rows)
            return failure(rows.error());
        for (const auto& row : *rows) {
            if (row[0].isNull() || (numeric && !std::isfinite(row[0].toNumber())))
                continue;
            if (numeric)
                values.numbers.insert(row[0].toNumber());
            else
                values.texts.insert(row[0].toText());
        }
        values.floating = values.floating || column->kind == ColumnKind::Number;
    }
    return {};
}

// The two classes, the positive one last.
Result<void> orient(ModelShape& shape, const std::string& positive)
{
    auto& classes = shape.classes;
    if (classes.size() == 1) { // the other one does not occur
        const bool isPositive =
            positive.empty() ? classes[0] == "1" || classes[0] == "true" : classes[0] == positive;
        classes.insert(isPositive ? classes.begin() : classes.end(), std::string());
        if (!isPositive)
            classes[1] = positive;
        return {};
    }
    if (positive.empty() || classes[1] == positive)
        return {};
    if (classes[0] != positive)
        return failure(Error::Kind::Invalid,
                       tr("There is no class “%1”: the classes are “%2” and “%3”.")
                           .arg(name(positive), name(classes[0]), name(classes[1])));
    std::swap(classes[0], classes[1]);
    return {};
}

Result<void> checkColumns(const Dataset& data, const Dataset* reference,
                          const ModelColumns& columns)
{
    std::vector<std::string> needed = columns.probabilities;
    needed.insert(needed.end(), columns.groups.begin(), columns.groups.end());
    if (!columns.prediction.empty())
        needed.push_back(columns.prediction);
    for (const auto& column : needed)
        if (!data.column(column))
            return failure(noColumn(column));
    if (reference)
        for (auto i = columns.groups.size(); i + columns.probabilities.size() < needed.size(); ++i)
            if (!reference->column(needed[i]))
                return failure(noColumn(needed[i]));
    for (const auto& column : columns.probabilities)
        if (!isNumeric(data.column(column)->kind) || (reference && !reference->column(column)))
            return failure(Error::Kind::Invalid,
                           tr("“%1” is not a column of probabilities.").arg(name(column)));
    if (!columns.target.empty() && !data.column(columns.target) &&
        !(reference && reference->column(columns.target)))
        return failure(noColumn(columns.target));
    if (columns.prediction.empty() && columns.probabilities.empty())
        return failure(Error::Kind::Invalid,
                       tr("A column of predictions or of probabilities is needed."));
    return {};
}

// Which probability is which class: by the end of the columns' names where all end with one, else
// in the classes' order.
Result<std::vector<std::size_t>> classOrder(const ModelColumns& columns, const ModelShape& shape)
{
    if (columns.probabilities.size() != shape.classes.size())
        return failure(Error::Kind::Invalid,
                       tr("There are %1 columns of probabilities for %2 classes.")
                           .arg(columns.probabilities.size())
                           .arg(shape.classes.size()));
    std::vector<std::size_t> byName, byOrder;
    for (std::size_t c = 0; c < shape.classes.size(); ++c) {
        byOrder.push_back(c);
        const auto found = std::ranges::find_if(columns.probabilities, [&](const auto& column) {
            return column == shape.classes[c] || column.ends_with("_" + shape.classes[c]);
        });
        if (found != columns.probabilities.end())
            byName.push_back(static_cast<std::size_t>(found - columns.probabilities.begin()));
    }
    const std::set<std::size_t> apart(byName.begin(), byName.end());
    return apart.size() == shape.classes.size() ? byName : byOrder;
}

// Reads a class of a chunk: its place, or -1.
class ClassReader
{
public:
    explicit ClassReader(const ModelShape& shape)
    {
        for (std::size_t i = 0; i < shape.classes.size(); ++i) {
            texts_.emplace(shape.classes[i], static_cast<int>(i));
            if (shape.numericClasses && !shape.classes[i].empty())
                numbers_.emplace(QString::fromStdString(shape.classes[i]).toDouble(),
                                 static_cast<int>(i));
        }
    }
    int at(const DataChunk::Column& column, std::size_t row) const
    {
        if (column.isNull(row))
            return -1;
        if (column.storage == DataChunk::Storage::Numbers) {
            const auto found = numbers_.find(column.numbers[row]);
            return found == numbers_.end() ? -1 : found->second;
        }
        const auto found = texts_.find(std::string(column.texts[row]));
        return found == texts_.end() ? -1 : found->second;
    }

private:
    std::unordered_map<std::string, int> texts_;
    std::unordered_map<double, int> numbers_;
};

class TextReader
{
public:
    void add(const DataChunk::Column& column, std::size_t row)
    {
        if (column.isNull(row)) {
            found_.codes.push_back(-1);
            return;
        }
        const auto [place, isNew] = places_.emplace(std::string(column.texts[row]),
                                                    static_cast<std::int32_t>(found_.texts.size()));
        if (isNew)
            found_.texts.push_back(place->first);
        found_.codes.push_back(place->second);
    }
    TextCodes take() { return std::move(found_); }

private:
    TextCodes found_;
    std::unordered_map<std::string, std::int32_t> places_;
};

// What is read of a row, in the order of the query's columns.
class ModelReader
{
public:
    ModelReader(const Dataset& data, const ModelColumns& columns, const ModelShape& shape,
                const WindowPlan* plan)
        : columns_(columns)
        , shape_(shape)
        , plan_(plan)
        , classes_(shape)
        , regression_(shape.task == ModelTask::Regression)
        , labels_(!columns.target.empty() && data.column(columns.target))
        , groups_(columns.groups.size())
    {
        found_.rows.task = shape.task;
        found_.rows.classes = shape.classes;
        if (plan) {
            query_.push_back(plan->key);
            found_.windows.resize(plan->windows.size());
        }
        if (labels_)
            query_.push_back(value(columns.target));
        if (!columns.prediction.empty())
            query_.push_back(value(columns.prediction));
        for (const auto& column : columns.probabilities)
            query_.push_back(asNumber(column));
        for (const auto& column : columns.groups)
            query_.push_back("CAST(" + sqlName(column) + " AS VARCHAR)");
        if (!regression_)
            found_.rows.scoresPerRow = columns.probabilities.size();
    }

    std::string query(const Dataset& data) const
    {
        return "SELECT " + joined(query_, ", ") + " FROM " +
               (plan_ ? plan_->relation : data.relation);
    }
    void order(std::vector<std::size_t> order) { order_ = std::move(order); }

    void take(const DataChunk& chunk)
    {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
            std::size_t c = 0;
            if (plan_)
                takeWindow(chunk.columns[c++], row);
            if (labels_)
                takeValue(chunk.columns[c++], row, found_.rows.labels, found_.rows.targets);
            if (!columns_.prediction.empty())
                takeValue(chunk.columns[c++], row, found_.rows.predictions, found_.rows.estimates);
            if (!regression_)
                takeScores(std::span(chunk.columns).subspan(c), row);
            c += columns_.probabilities.size();
            for (auto& group : groups_)
                group.add(chunk.columns[c++], row);
            ++found_.rows.rows;
        }
    }

    ModelData result()
    {
        for (std::size_t i = 0; i < groups_.size(); ++i)
            found_.groups.emplace(columns_.groups[i], groups_[i].take());
        return std::move(found_);
    }

private:
    std::string value(const std::string& column) const
    {
        return regression_ ? asNumber(column) : asClass(column, shape_.numericClasses);
    }

    void takeWindow(const DataChunk::Column& column, std::size_t row)
    {
        if (!column.isNull(row))
            found_.windows[plan_->places.at(column.integers[row])].push_back(
                static_cast<std::uint32_t>(found_.rows.rows));
    }

    void takeValue(const DataChunk::Column& column, std::size_t row, std::vector<int>& codes,
                   std::vector<double>& numbers) const
    {
        if (!regression_)
            codes.push_back(classes_.at(column, row));
        else
            numbers.push_back(column.isNull(row) ? none : column.numbers[row]);
    }

    void takeScores(std::span<const DataChunk::Column> columns, std::size_t row)
    {
        auto& rows = found_.rows;
        const auto width = rows.scoresPerRow;
        int greatest = -1;
        for (std::size_t i = 0; i < width; ++i) {
            const auto& column = columns[order_.empty() ? i : order_[i]];
            const double score = column.isNull(row) ? none : column.numbers[row];
            rows.scores.push_back(std::isfinite(score) ? score : none);
            const auto first = rows.scores.end() - static_cast<std::ptrdiff_t>(i) - 1;
            if (std::isfinite(score) && (greatest < 0 || score > *(first + greatest)))
                greatest = static_cast<int>(i);
        }
        if (!columns_.prediction.empty())
            return;
        if (width == 1)
            greatest = std::isnan(rows.scores.back()) ? -1 : (rows.scores.back() >= 0.5 ? 1 : 0);
        rows.predictions.push_back(greatest);
    }

    const ModelColumns& columns_;
    const ModelShape& shape_;
    const WindowPlan* plan_;
    ClassReader classes_;
    bool regression_, labels_;
    std::vector<TextReader> groups_;
    std::vector<std::string> query_;
    std::vector<std::size_t> order_;
    ModelData found_;
};

} // namespace

Result<ModelShape> modelShape(const Dataset& data, const Dataset* reference,
                              const ModelColumns& columns, const QueryOptions& options)
{
    if (auto checked = checkColumns(data, reference, columns); !checked)
        return failure(checked.error());
    std::vector<const Dataset*> datasets = {&data};
    if (reference)
        datasets.push_back(reference);
    bool numeric = true, plain = true;
    for (const auto* each : datasets)
        for (const auto* column : classColumns(*each, columns)) {
            numeric = numeric && (isNumeric(column->kind) || column->kind == ColumnKind::Boolean);
            plain = plain && column->kind == ColumnKind::Boolean;
        }
    numeric = numeric && !plain; // of booleans alone: "false", "true"
    Values values;
    for (const auto* each : datasets)
        if (auto collected = collect(*each, columns, numeric, values, options); !collected)
            return failure(collected.error());
    ModelShape shape;
    shape.numericClasses = numeric;
    const bool many = numeric && values.numbers.size() > fewValues;
    const bool regression = columns.task ? *columns.task == ModelTask::Regression
                                         : many && columns.probabilities.empty();
    if (regression) {
        if (!numeric)
            return failure(Error::Kind::Invalid,
                           tr("A regression has numbers as target and prediction."));
        shape.task = ModelTask::Regression;
        return shape;
    }
    for (const double number : values.numbers)
        shape.classes.push_back(numberText(number));
    shape.classes.insert(shape.classes.end(), values.texts.begin(), values.texts.end());
    if (shape.classes.empty() && columns.probabilities.size() == 1) // probabilities alone
        shape.classes = {"0", columns.positive.empty() ? "1" : columns.positive};
    if (shape.classes.size() > mostClasses || shape.classes.empty())
        return failure(
            Error::Kind::Invalid,
            shape.classes.empty()
                ? tr("Target and prediction have no values.")
                : tr("There are more than %1 classes: is it a regression?").arg(mostClasses));
    shape.task = shape.classes.size() <= 2 ? ModelTask::Binary : ModelTask::Classes;
    if (shape.task == ModelTask::Binary)
        if (auto oriented = orient(shape, columns.positive); !oriented)
            return failure(oriented.error());
    if (columns.probabilities.size() > (shape.task == ModelTask::Binary ? 1U : 0U))
        if (auto order = classOrder(columns, shape); !order)
            return failure(order.error());
    return shape;
}

Result<ModelData> readModel(const Dataset& data, const ModelColumns& columns,
                            const ModelShape& shape, const WindowPlan* plan,
                            const QueryOptions& options)
{
    auto wanted = columns;
    if (shape.task == ModelTask::Binary && columns.probabilities.size() == 2)
        wanted.probabilities = {columns.probabilities[classOrder(columns, shape)->at(1)]};
    ModelReader reader(data, wanted, shape, plan);
    if (shape.task == ModelTask::Classes && !columns.probabilities.empty())
        reader.order(*classOrder(columns, shape));
    auto read = data.engine->stream(
        reader.query(data),
        [&](const DataChunk& chunk) {
            reader.take(chunk);
            return true;
        },
        options);
    if (!read)
        return failure(read.error());
    return reader.result();
}

Result<std::vector<SliceColumn>> readSlices(const Dataset& data,
                                            const std::vector<std::string>& columns,
                                            const QueryOptions& options)
{
    std::vector<SliceColumn> slices;
    for (const auto& each : columns) { // one at a time: a column of numbers is held whole
        const auto* column = data.column(each);
        if (!column)
            return failure(noColumn(each));
        const bool numeric = isNumeric(column->kind);
        std::vector<double> numbers;
        TextReader texts;
        auto read = data.engine->stream(
            "SELECT " + asClass(each, numeric) + " FROM " + data.relation,
            [&](const DataChunk& chunk) {
                for (std::size_t row = 0; row < chunk.rows; ++row)
                    if (numeric)
                        numbers.push_back(
                            chunk.columns[0].isNull(row) ? none : chunk.columns[0].numbers[row]);
                    else
                        texts.add(chunk.columns[0], row);
                return true;
            },
            options);
        if (!read)
            return failure(read.error());
        const auto coded = texts.take();
        slices.push_back(numeric ? slicesOfNumbers(each, numbers)
                                 : slicesOfTexts(each, coded.texts, coded.codes));
    }
    return slices;
}

} // namespace binnacle
