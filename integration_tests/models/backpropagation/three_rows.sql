select -1 as x1, 0 as x2, 1 as y
union all
select 1 as x1, 0 as x2, 1 as y
union all
select 2 as x1, 2 as x2, 0 as y
