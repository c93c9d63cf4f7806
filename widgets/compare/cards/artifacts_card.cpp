#include "widgets/compare/cards/artifacts_card.h"

#include "widgets/artifacts/artifacts_comparison.h"

namespace binnacle {

namespace {

using Form = ArtifactComparisonModel::Form;

const QString artifactOption = QStringLiteral("artifact"); // key of a SharedChoice

QVariant cellOf(const std::optional<std::string>& cell)
{
    if (!cell)
        return {};
    const auto number = numberIn(*cell);
    return number ? QVariant(*number) : QVariant(QString::fromStdString(*cell));
}

CardTable joinedTable(const ArtifactComparisonModel& model)
{
    CardTable table;
    const JoinedTable& joined = *model.joined();
    table.header << QString::fromStdString(joined.key);
    for (const auto& column : joined.columns)
        for (const auto& side : model.sides())
            table.header << QStringLiteral("%1, %2").arg(QString::fromStdString(column),
                                                         side.run.name);
    for (const auto& row : joined.rows) {
        QVariantList cells{QString::fromStdString(row.key)};
        for (const auto& cell : row.cells)
            cells << cellOf(cell);
        table.rows.push_back(std::move(cells));
    }
    return table;
}

CardTable changesTable(const ArtifactComparisonModel& model)
{
    const auto name = [&](std::size_t side) {
        return side < model.sides().size() ? model.sides()[side].run.name : QString();
    };
    CardTable table;
    table.header = {ArtifactsCard::tr("Path"), name(model.pair().first), name(model.pair().second)};
    for (const auto& change : model.structureDiff())
        table.rows.push_back({QString::fromStdString(change.path),
                              QString::fromStdString(change.before),
                              QString::fromStdString(change.after)});
    return table;
}

CardTable textTable(const TextDiff& diff)
{
    CardTable table;
    table.header = {ArtifactsCard::tr("Line"), ArtifactsCard::tr("Left"), ArtifactsCard::tr("Line"),
                    ArtifactsCard::tr("Right")};
    const auto line = [](const std::vector<std::string>& lines, int number) -> QVariant {
        return number < 0
                   ? QVariant()
                   : QVariant(QString::fromStdString(lines[static_cast<std::size_t>(number)]));
    };
    for (const auto& row : diff.rows) {
        if (row.kind == DiffRow::Kind::Equal)
            continue;
        table.rows.push_back({row.left < 0 ? QVariant() : QVariant(double(row.left + 1)),
                              line(diff.leftLines, row.left),
                              row.right < 0 ? QVariant() : QVariant(double(row.right + 1)),
                              line(diff.rightLines, row.right)});
    }
    return table;
}

CardTable matrixTable(const ArtifactComparisonModel& model)
{
    CardTable table;
    table.header = {ArtifactsCard::tr("Run"), ArtifactsCard::tr("Actual"),
                    ArtifactsCard::tr("Predicted"), ArtifactsCard::tr("Count")};
    for (const auto& side : model.sides()) {
        if (!side.content || !side.content->matrix)
            continue;
        const auto& matrix = *side.content->matrix;
        for (std::size_t i = 0; i < matrix.values.size(); ++i)
            for (std::size_t j = 0; j < matrix.values.size(); ++j)
                table.rows.push_back({side.run.name, QString::fromStdString(matrix.labels[i]),
                                      QString::fromStdString(matrix.labels[j]),
                                      matrix.values[i][j]});
    }
    return table;
}

CardTable sidesTable(const ArtifactComparisonModel& model)
{
    CardTable table;
    table.header = {ArtifactsCard::tr("Run"), ArtifactsCard::tr("Artifact"),
                    ArtifactsCard::tr("Step"), ArtifactsCard::tr("Bytes")};
    for (const auto& side : model.sides()) {
        const bool sized = side.content && side.content->size >= 0;
        table.rows.push_back(
            {side.run.name,
             side.content ? QVariant(QString::fromStdString(side.content->path)) : QVariant(),
             side.step ? QVariant(static_cast<double>(*side.step)) : QVariant(),
             sized ? QVariant(static_cast<double>(side.content->size)) : QVariant()});
    }
    return table;
}

} // namespace

ArtifactsCard::ArtifactsCard(const CardContext& context, QWidget* parent)
    : ComparisonCard(context, parent)
    , model_(new ArtifactComparisonModel(context.workspace, context.pools, backendOf(context.sync),
                                         this))
    , comparison_(new ArtifactsComparison(*model_, this))
{
    setBody(comparison_);
    connect(&context.scope, &ComparisonScope::runsChanged, this, &ArtifactsCard::takeRuns);
    connect(model_, &ArtifactComparisonModel::changed, this, &ArtifactsCard::refresh);
    connect(comparison_, &ArtifactsComparison::artifactChosen, this,
            [this](const QString& key) { editOption(artifactOption, key); });
    takeRuns();
    refresh();
}

void ArtifactsCard::applyOptions()
{
    if (const QString key = options()[artifactOption].toString(); !key.isEmpty())
        model_->choose(key);
    refresh();
}

void ArtifactsCard::takeRuns()
{
    std::vector<ArtifactComparisonModel::ComparedRun> runs;
    for (const auto& run : context().scope.visibleRuns())
        runs.push_back({run.row, run.name, run.slot});
    model_->setRuns(std::move(runs));
}

void ArtifactsCard::refresh()
{
    const QString key = model_->chosen();
    setHeading(key.isEmpty() ? tr("Artifacts") : key.section(u':', 1), {});
}

CardTable ArtifactsCard::table() const
{
    switch (model_->form()) {
    case Form::Tables:
        return model_->joined() ? joinedTable(*model_) : CardTable{};
    case Form::Structures:
        return changesTable(*model_);
    case Form::Texts:
        return model_->textDiff() ? textTable(*model_->textDiff()) : CardTable{};
    case Form::Matrices:
        return matrixTable(*model_);
    default:
        return sidesTable(*model_);
    }
}

void ArtifactsCard::paintBody(QPainter& painter, const QRectF& area) const
{
    comparison_->paintShown(painter, area);
}

} // namespace binnacle
