#include "widgets/datasets/faults_panel.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>

namespace binnacle {

namespace {

constexpr int linesHeight = 180;

class FaultDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        paintRowBackground(painter, option);
        if (index.column() == DatasetFaultsModel::Text)
            painter->setFont(monospaceFont());
        paintCellText(painter, cellRoom(option), index.data().toString(),
                      index.column() == DatasetFaultsModel::Text ? Theme::current().mutedText
                                                                 : Theme::current().text,
                      index.column() == DatasetFaultsModel::Line ? Qt::AlignRight : Qt::AlignLeft);
        painter->restore();
    }
};

} // namespace

FaultsPanel::FaultsPanel(QWidget* parent)
    : QWidget(parent)
    , model_(new DatasetFaultsModel(this))
    , sentence_(new TextLabel({}, TextRole::Normal, this))
    , lines_(makeButton(tr("Show lines"), {}, ButtonRole::Secondary, this))
    , table_(new QTableView(this))
    , bar_(new QWidget(this))
{
    setObjectName(QStringLiteral("datasetFaults"));
    sentence_->setObjectName(QStringLiteral("datasetFaultsText"));
    sentence_->setTextFormat(Qt::PlainText);
    sentence_->setWordWrap(true);
    lines_->setObjectName(QStringLiteral("datasetFaultsShow"));
    table_->setObjectName(QStringLiteral("datasetFaultLines"));
    table_->setAccessibleName(tr("Lines at fault"));
    table_->setModel(model_);
    table_->setItemDelegate(new FaultDelegate(table_));
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setMouseTracking(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setColumnWidth(DatasetFaultsModel::Line, 80);
    table_->setColumnWidth(DatasetFaultsModel::Place, 150);
    table_->setColumnWidth(DatasetFaultsModel::What, 360);
    table_->setFixedHeight(linesHeight);
    table_->hide();
    auto* row = new QHBoxLayout(bar_);
    row->setContentsMargins(14, 6, spacing::m, 6);
    row->setSpacing(spacing::m);
    row->addWidget(sentence_, 1);
    row->addWidget(lines_, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar_);
    column->addWidget(table_);
    connect(lines_, &QPushButton::clicked, this, [this] { showLines(!table_->isVisible()); });
    hide();
}

void FaultsPanel::setReport(const DatasetReport& report, bool severalFiles)
{
    model_->setReport(report, severalFiles);
    bad_ = model_->isLoss();
    sentence_->setText(model_->summary());
    lines_->setVisible(model_->hasDetails());
    showLines(false);
    setVisible(!sentence_->text().isEmpty());
    update();
}

void FaultsPanel::setFailure(const QString& sentence)
{
    model_->setReport({}, false);
    bad_ = true;
    sentence_->setText(sentence);
    lines_->hide();
    showLines(false);
    show();
    update();
}

QString FaultsPanel::sentence() const
{
    return isHidden() ? QString() : sentence_->text();
}

void FaultsPanel::showLines(bool shown)
{
    table_->setVisible(shown);
    lines_->setText(shown ? tr("Hide lines") : tr("Show lines"));
}

void FaultsPanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(bar_->geometry(), bad_ ? theme.badBackground : theme.warningBackground);
}

} // namespace binnacle
