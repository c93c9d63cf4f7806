#include "widgets/drift/drift_inspector.h"

#include "models/drift_table_model.h"
#include "models/number_text.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"
#include "widgets/drift/drift_pictures.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

QString percent(double share)
{
    return std::isnan(share) ? missingText() : QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

QString names(const std::vector<std::string>& list)
{
    QStringList texts;
    for (const auto& each : list)
        texts.append(each.empty() ? DriftInspector::tr("(empty)") : QString::fromStdString(each));
    return texts.join(QStringLiteral(", "));
}

QString change(double from, double to)
{
    if (!std::isfinite(from) || !std::isfinite(to))
        return {};
    auto difference = to - from;
    if (std::abs(difference) < 1e-9 * std::max(std::abs(from), std::abs(to)))
        difference = 0; // nothing but rounding
    return QStringLiteral("%1 → %2 (%3%4)")
        .arg(numberText(from), numberText(to), difference > 0 ? QStringLiteral("+") : QString(),
             numberText(difference));
}

} // namespace

DriftInspector::DriftInspector(QWidget* parent)
    : QScrollArea(parent)
    , title_(new TextLabel)
    , sentence_(new TextLabel)
    , difference_(new TextLabel({}, TextRole::Muted))
    , key_(new TextLabel(tr("grey: reference, blue: current"), TextRole::Muted))
    , distribution_(new DistributionView)
    , factsPlace_(new QWidget)
    , factsLayout_(new QVBoxLayout(factsPlace_))
    , method_(new QComboBox)
    , limit_(new QLineEdit)
    , choices_(new QWidget)
    , quantileTitle_(new SectionLabel(tr("Quantiles, current over reference")))
    , windowTitle_(new SectionLabel(tr("Over time")))
    , quantiles_(new QuantileView)
    , windows_(new WindowLine)
{
    setObjectName(QStringLiteral("driftInspector"));
    setAccessibleName(tr("Column"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(300);
    setMaximumWidth(430);
    auto* content = new QWidget;
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    title_->setObjectName(QStringLiteral("driftColumnTitle"));
    title_->setFont(titleFont());
    sentence_->setObjectName(QStringLiteral("driftSentence"));
    for (auto* label : {title_, sentence_, difference_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    method_->setObjectName(QStringLiteral("driftMethod"));
    method_->setAccessibleName(tr("Method of this column"));
    method_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    limit_->setObjectName(QStringLiteral("driftThreshold"));
    limit_->setAccessibleName(tr("Threshold of this column"));
    limit_->setFixedWidth(72);
    limit_->setAlignment(Qt::AlignRight);
    factsLayout_->setContentsMargins(0, 0, 0, 0);
    auto* choices = new QHBoxLayout(choices_);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(spacing::s);
    choices->addWidget(method_, 1);
    choices->addWidget(limit_);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(14, spacing::m, 14, spacing::m);
    rows->setSpacing(spacing::s);
    rows->addWidget(title_);
    rows->addWidget(distribution_);
    rows->addWidget(key_);
    rows->addWidget(sentence_);
    rows->addWidget(difference_);
    rows->addWidget(choices_);
    rows->addWidget(factsPlace_);
    rows->addWidget(quantileTitle_);
    rows->addWidget(quantiles_);
    rows->addWidget(windowTitle_);
    rows->addWidget(windows_);
    rows->addStretch(1);
    setWidget(content);
    connect(method_, &QComboBox::activated, this, [this](int place) {
        const auto name = method_->itemData(place).toString();
        emit methodChosen(column_.toStdString(), driftMethodOf(name.toStdString()));
    });
    connect(limit_, &QLineEdit::editingFinished, this, [this] {
        bool fine = false;
        const double value = limit_->text().trimmed().toDouble(&fine);
        if (!fine || !std::isfinite(value) || value < 0) {
            limit_->setText(exactNumber(threshold_));
        } else if (value != threshold_) {
            threshold_ = value;
            emit thresholdChosen(column_.toStdString(), value);
        }
    });
    showNothing(tr("Choose a column to see its distributions."));
}

void DriftInspector::showNothing(const QString& sentence)
{
    column_.clear();
    title_->clear();
    sentence_->setText(sentence);
    sentence_->setRole(TextRole::Muted);
    distribution_->setSummary({});
    quantiles_->setSummary({});
    windows_->setColumn({}, {});
    for (auto* widget : std::initializer_list<QWidget*>{title_, difference_, key_, choices_,
                                                        factsPlace_, quantileTitle_, windowTitle_})
        widget->hide();
}

void DriftInspector::setChangeable(bool method, bool threshold)
{
    method_->setEnabled(method);
    limit_->setEnabled(threshold);
    method_->setToolTip(method ? tr("The column is measured again")
                               : tr("The data of this report is not at hand"));
}

void DriftInspector::fillMethods(const ColumnDrift& column)
{
    const QSignalBlocker quiet(method_);
    method_->clear();
    method_->addItem(tr("As Evidently chooses"), QString());
    for (const auto& facts : driftMethods()) {
        const bool suits = column.type == DriftColumnType::Numeric       ? facts.numeric
                           : column.type == DriftColumnType::Categorical ? facts.categorical
                                                                         : facts.text;
        if (suits)
            method_->addItem(QCoreApplication::translate("drift", facts.title.data()),
                             QString::fromUtf8(facts.name.data()));
    }
    const int place = method_->findData(QString::fromStdString(column.method));
    if (place < 0)
        method_->addItem(QString::fromStdString(column.method),
                         QString::fromStdString(column.method));
    method_->setCurrentIndex(place < 0 ? method_->count() - 1 : place);
    if (!limit_->hasFocus() || threshold_ != column.threshold)
        limit_->setText(std::isfinite(column.threshold) ? exactNumber(column.threshold)
                                                        : QString());
    threshold_ = column.threshold;
}

void DriftInspector::fillFacts(const ColumnDrift& column, double importance, bool top)
{
    delete factsPlace_->findChild<FactGrid*>();
    auto* grid = new FactGrid(factsPlace_);
    factsLayout_->addWidget(grid);
    grid->show();
    const auto p = column.adjustedPValue ? column.adjustedPValue : column.pValue;
    if (p && !std::isnan(column.statistic))
        grid->add(tr("Statistic"), numberText(column.statistic));
    if (column.pValue)
        grid->add(tr("p-value"), numberText(*column.pValue));
    if (column.adjustedPValue)
        grid->add(tr("Corrected p"), numberText(*column.adjustedPValue));
    grid->add(tr("Drift"), driftLimitText(column));
    if (column.distribution && !column.distribution->edges.empty()) {
        const auto& seen = *column.distribution;
        grid->add(tr("Mean"), change(seen.referenceMean, seen.currentMean));
        grid->add(tr("Deviation"), change(seen.referenceDeviation, seen.currentDeviation));
        if (hasQuantiles(seen) && seen.referenceQuantiles.size() == 101)
            grid->add(tr("Median"), change(seen.referenceQuantiles[50], seen.currentQuantiles[50]));
        const double out = std::max(
            {seen.referenceBelow, seen.referenceAbove, seen.currentBelow, seen.currentAbove});
        if (out > 0)
            grid->add(tr("Not drawn"), tr("far values, up to %1").arg(percent(out)));
        if (seen.redrawn)
            grid->add(tr("Picture"), tr("redrawn from the report's bars"));
    }
    if (column.referenceSize > 0 || column.currentSize > 0)
        grid->add(tr("Values"), QStringLiteral("%1 → %2").arg(
                                    countText(static_cast<qint64>(column.referenceSize)),
                                    countText(static_cast<qint64>(column.currentSize))));
    if (!std::isnan(column.referenceMissingShare) || !std::isnan(column.currentMissingShare))
        grid->add(tr("Missing"),
                  QStringLiteral("%1 → %2").arg(percent(column.referenceMissingShare),
                                                percent(column.currentMissingShare)));
    grid->add(tr("New"), names(column.newCategories));
    grid->add(tr("Gone"), names(column.goneCategories));
    if (!std::isnan(importance))
        grid->add(tr("Importance"),
                  top ? tr("%1, a top feature").arg(percent(importance)) : percent(importance));
}

void DriftInspector::showColumn(const ColumnDrift& column, double importance, bool top,
                                const DriftOverTime* overTime)
{
    column_ = QString::fromStdString(column.column);
    title_->setText(column_);
    sentence_->setRole(!isMeasured(column) ? TextRole::Warning
                       : column.drifted    ? TextRole::Bad
                                           : TextRole::Normal);
    sentence_->setText(
        column.explanation.empty()
            ? QStringLiteral("%1: %2").arg(driftMethodTitle(column.method), driftScoreText(column))
            : QString::fromStdString(column.explanation));
    difference_->setText(column.difference.empty() ? QString()
                                                   : tr("Beside Evidently: %1")
                                                         .arg(QCoreApplication::translate(
                                                             "drift", column.difference.c_str())));
    difference_->setVisible(!column.difference.empty());
    distribution_->setSummary(column.distribution);
    quantiles_->setSummary(column.distribution);
    const bool drawn = column.distribution && !column.distribution->isEmpty();
    key_->setVisible(drawn);
    quantileTitle_->setVisible(column.distribution && hasQuantiles(*column.distribution));
    title_->show();
    choices_->show();
    factsPlace_->show();
    fillMethods(column);
    fillFacts(column, importance, top);
    std::optional<ColumnOverTime> line;
    if (overTime) {
        const auto found =
            std::ranges::find(overTime->columns, column.column, &ColumnOverTime::column);
        if (found != overTime->columns.end())
            line = *found;
    }
    windowTitle_->setVisible(line.has_value());
    windows_->setColumn(line ? overTime->windows : std::vector<DataWindow>(), line);
}

} // namespace binnacle
