#include "widgets/runs/source_pane.h"

#include "models/number_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace binnacle {

namespace {

constexpr int rowHeight = 26;
constexpr int side = 14;

QColor reachColour(int reach)
{
    const Theme& theme = Theme::current();
    switch (static_cast<SourceState::Reach>(reach)) {
    case SourceState::Reach::Online:
        return theme.good;
    case SourceState::Reach::Failed:
        return theme.bad;
    case SourceState::Reach::Offline:
    case SourceState::Reach::Unknown:
        break;
    }
    return theme.faintText;
}

class PaneDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {100, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (chosen)
            painter->fillRect(option.rect, theme.accentBackground);
        else if (option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, theme.dark ? theme.raised : theme.window);
        QRect room = option.rect.adjusted(side, 0, -side, 0);
        const QVariant runs = index.data(ExperimentTreeModel::RunsRole);
        painter->setFont(option.font);
        if (runs.isValid()) {
            painter->setPen(theme.mutedText);
            const QString count = countText(runs.toLongLong());
            painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, count);
            room.setRight(room.right() - QFontMetrics(option.font).horizontalAdvance(count) - 8);
        }
        room.setLeft(room.left() + paintLead(painter, option, index, room));
        QFont font = option.font;
        if (chosen)
            font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        const bool experiment = index.parent().isValid();
        painter->setPen(experiment && !chosen ? theme.mutedText : theme.text);
        painter->drawText(
            room, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, room.width()));
        painter->restore();
    }

private:
    // Arrow and dot of a source, bookmark of a view; returns the width taken.
    int paintLead(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                  const QRect& room) const
    {
        const int top = room.top() + (room.height() - 16) / 2;
        const QVariant reach = index.data(ExperimentTreeModel::ReachRole);
        if (index.parent().isValid())
            return 20;
        if (!reach.isValid()) {
            icon(QStringLiteral("bookmark")).paint(painter, room.left(), top, 16, 16);
            return 23;
        }
        const auto* tree = qobject_cast<const QTreeView*>(option.widget);
        const bool open = tree && tree->isExpanded(index);
        icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"))
            .paint(painter, room.left(), top, 16, 16);
        painter->setPen(Qt::NoPen);
        painter->setBrush(reachColour(reach.toInt()));
        painter->drawEllipse(QPointF(room.left() + 27, room.center().y() + 0.5), 4, 4);
        return 38;
    }
};

} // namespace

SourcePane::SourcePane(ExperimentTreeModel* experiments, SavedViewModel* views, QWidget* parent)
    : QWidget(parent)
    , model_(experiments)
    , viewModel_(views)
    , tree_(new QTreeView(this))
    , views_(new QListView(this))
    , viewsHead_(new QWidget(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setUpTree();
    setUpViews();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(side, 0, side, 0);
    head->addWidget(new SectionLabel(tr("Sources"), this));
    auto* viewsHead = new QHBoxLayout(viewsHead_);
    viewsHead->setContentsMargins(side, 12, side, 0);
    viewsHead->addWidget(new SectionLabel(tr("Saved views"), this));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 16, 0, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(tree_, 1);
    layout->addWidget(viewsHead_);
    layout->addWidget(views_);
    fitViews();
}

void SourcePane::setUpTree()
{
    tree_->setObjectName(QStringLiteral("experimentTree"));
    tree_->setAccessibleName(tr("Sources and experiments"));
    tree_->setModel(model_);
    tree_->setItemDelegate(new PaneDelegate(tree_));
    tree_->setHeaderHidden(true);
    tree_->setRootIsDecorated(false);
    tree_->setIndentation(0);
    tree_->setUniformRowHeights(true);
    tree_->setExpandsOnDoubleClick(false);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setMouseTracking(true);
    tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto unfold = [this] {
        for (int row = 0; row < model_->rowCount(); ++row) {
            const QModelIndex source = model_->index(row, 0);
            tree_->setExpanded(
                source,
                !folded_.contains(source.data(ExperimentTreeModel::SourceRole).toLongLong()));
        }
    };
    connect(model_, &ExperimentTreeModel::structureAboutToChange, this, [this] {
        keptSources_ = sources();
        keptExperiments_ = this->experiments();
    });
    connect(model_, &ExperimentTreeModel::structureChanged, this, [this, unfold] {
        unfold();
        choose(keptSources_, keptExperiments_);
    });
    connect(tree_, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        const bool arrow = tree_->viewport()->mapFromGlobal(QCursor::pos()).x() < side + 18;
        if (arrow && !index.parent().isValid()) {
            const qint64 id = index.data(ExperimentTreeModel::SourceRole).toLongLong();
            const bool open = tree_->isExpanded(index);
            if (open)
                folded_.insert(id);
            else
                folded_.erase(id);
            tree_->setExpanded(index, !open);
        }
    });
    connect(tree_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!silent_)
            emit scopeChanged();
    });
}

void SourcePane::setUpViews()
{
    views_->setObjectName(QStringLiteral("savedViews"));
    views_->setAccessibleName(tr("Saved views"));
    views_->setModel(viewModel_);
    views_->setItemDelegate(new PaneDelegate(views_));
    views_->setUniformItemSizes(true);
    views_->setFrameShape(QFrame::NoFrame);
    views_->setSelectionMode(QAbstractItemView::NoSelection);
    views_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    views_->setMouseTracking(true);
    views_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(views_, &QListView::clicked, this,
            [this](const QModelIndex& index) { emit viewChosen(index.row()); });
    connect(views_, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const QModelIndex index = views_->indexAt(at);
        if (index.isValid())
            emit viewMenuRequested(index.row(), views_->viewport()->mapToGlobal(at));
    });
    connect(viewModel_, &SavedViewModel::loaded, this, &SourcePane::fitViews);
}

void SourcePane::fitViews()
{
    const int count = viewModel_->rowCount();
    viewsHead_->setVisible(count > 0);
    views_->setVisible(count > 0);
    views_->setFixedHeight(qMin(count, 10) * rowHeight);
}

std::vector<SourceId> SourcePane::sources() const
{
    std::vector<SourceId> chosen;
    for (const auto& index : tree_->selectionModel()->selectedIndexes()) {
        if (!index.parent().isValid())
            chosen.push_back(SourceId{index.data(ExperimentTreeModel::SourceRole).toLongLong()});
    }
    return chosen;
}

std::vector<ExperimentRowId> SourcePane::experiments() const
{
    std::vector<ExperimentRowId> chosen;
    const auto whole = sources();
    if (whole.empty()) {
        for (const auto& index : tree_->selectionModel()->selectedIndexes())
            chosen.push_back(
                ExperimentRowId{index.data(ExperimentTreeModel::ExperimentRole).toLongLong()});
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

void SourcePane::choose(const std::vector<SourceId>& sources,
                        const std::vector<ExperimentRowId>& experiments)
{
    QItemSelection selection;
    const auto add = [&](const QModelIndex& index) {
        if (index.isValid())
            selection.select(index, index);
    };
    for (const SourceId source : sources)
        add(model_->indexOf(source));
    for (const ExperimentRowId experiment : experiments)
        add(model_->indexOf(experiment));
    silent_ = true;
    tree_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    silent_ = false;
}

std::set<SourceId> SourcePane::sourcesOutOfReach() const
{
    std::set<SourceId> out;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex index = model_->index(row, 0);
        const auto reach =
            static_cast<SourceState::Reach>(index.data(ExperimentTreeModel::ReachRole).toInt());
        if (reach == SourceState::Reach::Offline || reach == SourceState::Reach::Failed)
            out.insert(SourceId{index.data(ExperimentTreeModel::SourceRole).toLongLong()});
    }
    return out;
}

} // namespace binnacle
